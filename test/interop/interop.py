"""Other languages' clients against the running system: has a producer publish an order's events in both CloudEvents modes, and receives the
in-app messages with python-socketio. Exit code 0 when everything arrived once.

    python interop.py LANGUAGE PRODUCER...

LANGUAGE is only for what is printed. PRODUCER is a command that takes the ids of an order and of a customer.
"""

import asyncio
import os
import sys
import time
import uuid

import jwt
import socketio

DEADLINE_SECONDS = 30


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


async def main(language: str, producer: list[str]) -> int:
    if not await refuses_bad_token():
        print("a bad token was let in")
        return 1

    received: list[dict] = []
    client = socketio.AsyncClient(reconnection=False)

    @client.on("notification")
    async def on_notification(message):
        received.append(message)
        return "ok"

    customer = f"{language.lower()}-{uuid.uuid4()}"
    await connect(client, {"token": token(customer)})
    process = await asyncio.create_subprocess_exec(*producer, f"order-{uuid.uuid4()}", customer)
    if await asyncio.wait_for(process.wait(), DEADLINE_SECONDS) != 0:
        print(f"the producer in {language} failed")
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
    print(f"binary mode and structured mode work from {language}, and the stream from Python")
    return 0


sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2:])))
