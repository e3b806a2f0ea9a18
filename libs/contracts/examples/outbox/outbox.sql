-- Events that are to be published: written in the transaction that changes the order, deleted once Kafka has them.
CREATE TABLE order_event_outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
