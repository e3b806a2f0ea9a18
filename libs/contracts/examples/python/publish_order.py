"""Publishes two events of an order with confluent-kafka: order.confirmed in CloudEvents' binary mode, order.shipped in structured mode.
Either mode will do; a publisher needs only one.

    KAFKA_BROKERS=localhost:9092 python publish_order.py ORDER_ID USER_ID
"""

import json
import os
import sys
import time
import uuid

from confluent_kafka import KafkaError, Message, Producer

TOPIC = os.environ.get("TOPIC_PREFIX", "") + "orders.order-events.v1"
SOURCE = "/python/orders"


def attributes(event_type: str, order_id: str) -> dict:
    """Of an event that happens now. Keep the id with the event: whoever publishes it again must give the same one."""
    return {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": SOURCE,
        "type": event_type,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "subject": order_id,
    }


def publish_binary(producer: Producer, event_type: str, data: dict) -> None:
    headers = {f"ce_{name}": value for name, value in attributes(event_type, data["orderId"]).items()}
    headers["content-type"] = "application/json"
    producer.produce(TOPIC, key=data["orderId"], value=json.dumps(data), headers=headers, on_delivery=check)


def publish_structured(producer: Producer, event_type: str, data: dict) -> None:
    event = {**attributes(event_type, data["orderId"]), "datacontenttype": "application/json", "data": data}
    headers = {"content-type": "application/cloudevents+json; charset=UTF-8"}
    producer.produce(TOPIC, key=data["orderId"], value=json.dumps(event), headers=headers, on_delivery=check)


def check(error: KafkaError | None, message: Message) -> None:
    if error is not None:
        raise RuntimeError(f"Kafka did not take an event: {error}")


def main(order_id: str, user_id: str) -> None:
    order = {
        "orderId": order_id,
        "orderNumber": "PY-1",
        "userId": user_id,
        "recipient": {"email": f"{user_id}@example.com", "name": "Guido", "language": "en"},
    }
    items = [{"name": "Notebook", "quantity": 1, "unitPrice": "12.50"}]
    shipment = {"id": "s-1", "carrier": "UPS", "trackingNumber": "1Z999AA10123456784"}

    # Acknowledged by all in-sync replicas, and stored once when the client sends it again.
    producer = Producer({"bootstrap.servers": os.environ["KAFKA_BROKERS"], "enable.idempotence": True})
    publish_binary(producer, "order.confirmed", {**order, "items": items, "total": "12.50", "currency": "USD"})
    publish_structured(producer, "order.shipped", {**order, "shipment": shipment})
    if producer.flush(30) > 0:
        raise RuntimeError("Kafka did not take the events within 30 s")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
