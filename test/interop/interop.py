"""Another language's clients against the running system: publishes order events with confluent-kafka in both CloudEvents modes, and
receives the in-app messages with python-socketio. Exit code 0 when everything arrived once."""

import asyncio
import json
import os
import sys
import time
import uuid

import jwt
import socketio
from confluent_kafka import Producer

TOPIC = os.environ.get("TOPIC_PREFIX", "") + "orders.order-events.v1"
DEADLINE_SECONDS = 30
CUSTOMER = f"python-{uuid.uuid4()}"


def order(order_id: str) -> dict:
    return {
        "orderId": order_id,
        "orderNumber": "PY-1",
        "userId": CUSTOMER,
        "currency": "USD",
        "total": "12.50",
        "items": [{"name": "Notebook", "quantity": 1, "unitPrice": "12.50"}],
        "recipient": {"email": f"{CUSTOMER}@example.com", "name": "Guido", "language": "en"},
        "shipment": {"id": "s-1", "carrier": "UPS", "trackingNumber": "1Z999AA10123456784"},
    }


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def attributes(event_type: str, order_id: str) -> dict:
    return {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": "/python/interop",
        "type": event_type,
        "time": now(),
        "subject": order_id,
    }


def publish_binary(producer: Producer, order_id: str) -> None:
    headers = {f"ce_{name}": value for name, value in attributes("order.confirmed", order_id).items()}
    headers["content-type"] = "application/json"
    producer.produce(TOPIC, key=order_id, value=json.dumps(order(order_id)), headers=headers)


def publish_structured(producer: Producer, order_id: str) -> None:
    event = {**attributes("order.shipped", order_id), "datacontenttype": "application/json", "data": order(order_id)}
    headers = {"content-type": "application/cloudevents+json; charset=UTF-8"}
    producer.produce(TOPIC, key=order_id, value=json.dumps(event), headers=headers)


def token(subject: str) -> str:
    claims = {
        "sub": subject,
        "iss": os.environ["AUTH_ISSUER"],
        "aud": os.environ["AUTH_AUDIENCE"],
        "exp": int(time.time()) + 600,
    }
    return jwt.encode(claims, os.environ["AUTH_JWT_SECRET"], algorithm="HS256")


async def connect(client: socketio.AsyncClient, auth: dict) -> None:
    await client.connect(
        os.environ["STREAM_URL"],
        socketio_path="/api/v2/notifications/stream",
        transports=["websocket"],
        auth=auth,
    )


async def refuses_bad_token() -> bool:
    client = socketio.AsyncClient(reconnection=False)
    try:
        await connect(client, {"token": "not-a-token"})
    except socketio.exceptions.ConnectionError:
        return True
    await client.disconnect()
    return False


async def main() -> int:
    if not await refuses_bad_token():
        print("a bad token was let in")
        return 1

    received: list[dict] = []
    client = socketio.AsyncClient(reconnection=False)

    @client.on("notification")
    async def on_notification(message):
        received.append(message)
        return "ok"

    await connect(client, {"token": token(CUSTOMER)})
    producer = Producer({"bootstrap.servers": os.environ["KAFKA_BROKERS"]})
    order_id = f"order-{uuid.uuid4()}"
    publish_binary(producer, order_id)
    publish_structured(producer, order_id)
    if producer.flush(DEADLINE_SECONDS) > 0:
        print("the broker did not take the events")
        return 1

    deadline = time.monotonic() + DEADLINE_SECONDS
    while len(received) < 2 and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)
    await client.disconnect()

    for message in received:
        print(f"{message['seq']}  {message['type']:16} {message['title']}: {message['body']}")
    # Which of two that come together is settled first is not promised; that each has its own position is.
    positions = sorted(message["seq"] for message in received)
    types = sorted(message["type"] for message in received)
    if (positions, types) != ([1, 2], ["order_confirmed", "order_shipped"]):
        print(f"received {types} at {positions}")
        return 1
    print("binary mode, structured mode and the stream work from Python")
    return 0


sys.exit(asyncio.run(main()))
