import asyncio

import structlog
from structlog.testing import capture_logs

from watcher.daemon.endpoint import HOST, Answer, Endpoint, by_path


async def ask(port: int, request: bytes) -> str:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(request)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer.decode()


async def test_it_answers_what_it_knows_and_survives_the_rest() -> None:
    async def well() -> Answer:
        return Answer(status=200, text="ok\n")

    async def ill() -> Answer:
        raise RuntimeError("broken")

    with capture_logs() as logs:
        async with Endpoint(0, by_path({"/health": well, "/metrics": ill}), structlog.get_logger()) as endpoint:
            for request, status in (
                (b"GET /health HTTP/1.1\r\n\r\n", "200"),
                (b"GET /health?x=1 HTTP/1.1\r\n\r\n", "200"),
                (b"GET /metrics HTTP/1.1\r\n\r\n", "500"),
                (b"GET /../etc/passwd HTTP/1.1\r\n\r\n", "404"),
                (b"POST /health HTTP/1.1\r\n\r\n", "405"),
                (b"BREW /health HTTP/1.1\r\n\r\n", "405"),
                (b"POST /health HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "411"),
                (b"POST /health HTTP/1.1\r\nContent-Length: 999999\r\n\r\n", "413"),
                (b"POST /health HTTP/1.1\r\n" + b"x: y\r\n" * 300 + b"\r\n", "411"),
                (b"\xff\x00\r\n", "405"),
                (b"", "405"),
            ):
                assert (await ask(endpoint.port, request)).startswith(f"HTTP/1.1 {status} ")
            assert await ask(endpoint.port, b"GET /" + b"x" * 100_000) == ""
            assert (await ask(endpoint.port, b"GET /health HTTP/1.1\r\n\r\n")).endswith("\r\n\r\nok\n")
    assert [entry["event"] for entry in logs] == ["endpoint_crashed"]
