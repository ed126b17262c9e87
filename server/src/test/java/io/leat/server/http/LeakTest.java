package io.leat.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.testing.Await;
import io.leat.server.fake.FakeEngine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whether all buffers are given back. Tests of this module watch every one of them, which the build
 * says by Netty's own property; {@link HttpServer} watches none without it.
 */
@Timeout(300)
final class LeakTest {
  /** Marks buffers that are left on purpose. */
  private static final String FORGOTTEN = "forgotten by the test";

  private static final AtomicInteger forgotten = new AtomicInteger();

  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private final FakeEngine engine = new FakeEngine();
  private HttpServer server;

  @BeforeEach
  void start() {
    ByteBufUtil.setLeakListener((kind, record) -> leaks.add(record));
    // What other tests have left is noticed now.
    leaksBesideTheForgotten();
    leaks.clear();
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0);
  }

  @AfterEach
  void stop() {
    ByteBufUtil.setLeakListener(null);
    server.close();
  }

  private static void forget(String mark) {
    ByteBuf buffer = ByteBufAllocator.DEFAULT.ioBuffer(16);
    buffer.touch(mark);
  }

  /** The records of buffers that were collected and not given back, beside the forgotten one. */
  private List<String> leaksBesideTheForgotten() {
    // Records that are alike are told once.
    String mark = FORGOTTEN + " " + forgotten.incrementAndGet();
    forget(mark);
    Await.until(
        "the forgotten buffer is noticed",
        () -> {
          System.gc();
          ByteBufAllocator.DEFAULT.ioBuffer(16).release();
          return leaks.stream().anyMatch(record -> record.contains(mark));
        });
    return leaks.stream().filter(record -> !record.contains(FORGOTTEN)).toList();
  }

  private Socket socket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  /** What comes back until the server closes the connection. */
  private String answer(String request) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void buffersAreWatched() {
    assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
    assertEquals(List.of(), leaksBesideTheForgotten());
  }

  @Test
  void requestsLeaveNoBuffers() throws Exception {
    String url = "jdbc:leat://127.0.0.1:" + server.port();
    for (int i = 0; i < 20; i++) {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("numbers 3")) {
        assertTrue(rows.next());
      }
    }
    String last = "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    assertTrue(
        answer("GET /health " + last + "\r\n").endsWith("\r\nContent-Length: 3\r\n\r\nok\n"));
    assertTrue(
        answer("PUT /x " + last + "Content-Length: 3\r\n\r\nabc").startsWith("HTTP/1.1 404"));
    assertTrue(
        answer("POST / " + last + "Content-Length: 3\r\n\r\nabc").startsWith("HTTP/1.1 500"));
    assertTrue(answer("This is not HTTP at all\r\n\r\n").startsWith("HTTP/1.1 400"));
    assertTrue(
        answer("POST / " + last + "Content-Length: 99999999\r\n\r\n").startsWith("HTTP/1.1 413"));
    String many = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50);
    assertEquals(51, answer(many + "GET / " + last + "\r\n").split("HTTP/1.1 200", -1).length - 1);
    try (Socket leaves = socket()) {
      leaves
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\nabc"
                  .getBytes(StandardCharsets.US_ASCII));
    }
    server.close();
    assertEquals(List.of(), leaksBesideTheForgotten());
  }
}
