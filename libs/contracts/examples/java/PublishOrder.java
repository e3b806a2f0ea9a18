import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes two events of an order with Kafka's own client and Jackson: order.confirmed in CloudEvents' binary mode, order.shipped in
 * structured mode. Either mode will do; a publisher needs only one.
 *
 * <pre>KAFKA_BROKERS=localhost:9092 java -cp "kafka-clients, slf4j-api and jackson-databind with its own two" PublishOrder.java ORDER_ID USER_ID</pre>
 */
public final class PublishOrder {
  private static final String TOPIC = System.getenv().getOrDefault("TOPIC_PREFIX", "") + "orders.order-events.v1";
  private static final String SOURCE = "/java/orders";
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    if (args.length != 2) throw new IllegalArgumentException("Usage: PublishOrder ORDER_ID USER_ID");
    var confirmed = order(args[0], args[1]);
    confirmed.put("items", List.of(Map.of("name", "Cup", "quantity", 1, "unitPrice", "12.50")));
    confirmed.put("total", "12.50");
    confirmed.put("currency", "USD");
    var shipped = order(args[0], args[1]);
    shipped.put("shipment", Map.of("id", "s-1", "carrier", "UPS", "trackingNumber", "1Z999AA10123456784"));

    // Acknowledged by all in-sync replicas, and stored once when the client sends it again.
    Map<String, Object> settings =
        Map.of("bootstrap.servers", System.getenv("KAFKA_BROKERS"), "acks", "all", "enable.idempotence", true);
    try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      // get(): an event that Kafka did not take is an exception here.
      producer.send(binary("order.confirmed", confirmed)).get();
      producer.send(structured("order.shipped", shipped)).get();
    }
  }

  private static Map<String, Object> order(String orderId, String userId) {
    var order = new LinkedHashMap<String, Object>();
    order.put("orderId", orderId);
    order.put("orderNumber", "JV-1");
    order.put("userId", userId);
    order.put("recipient", Map.of("email", userId + "@example.com", "name", "James", "language", "en"));
    return order;
  }

  /** Of an event that happens now. Keep the id with the event: whoever publishes it again must give the same one. */
  private static Map<String, String> attributes(String type, Map<String, Object> data) {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("specversion", "1.0");
    attributes.put("id", UUID.randomUUID().toString());
    attributes.put("source", SOURCE);
    attributes.put("type", type);
    attributes.put("time", Instant.now().toString());
    attributes.put("subject", (String) data.get("orderId"));
    return attributes;
  }

  private static ProducerRecord<String, String> binary(String type, Map<String, Object> data) throws Exception {
    var record = new ProducerRecord<>(TOPIC, (String) data.get("orderId"), JSON.writeValueAsString(data));
    attributes(type, data).forEach((name, value) -> record.headers().add("ce_" + name, bytes(value)));
    record.headers().add("content-type", bytes("application/json"));
    return record;
  }

  private static ProducerRecord<String, String> structured(String type, Map<String, Object> data) throws Exception {
    var event = new LinkedHashMap<String, Object>(attributes(type, data));
    event.put("datacontenttype", "application/json");
    event.put("data", data);
    var record = new ProducerRecord<>(TOPIC, (String) data.get("orderId"), JSON.writeValueAsString(event));
    record.headers().add("content-type", bytes("application/cloudevents+json; charset=UTF-8"));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
