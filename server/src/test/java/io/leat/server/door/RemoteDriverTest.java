package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.server.avatica.Limits;
import io.leat.server.fake.FakeEngine;
import io.leat.server.fake.FakeStream;
import io.leat.server.http.HttpServer;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.junit.jupiter.api.Test;

/** The driver on a server. */
final class RemoteDriverTest extends DriverFixture
    implements StreamContract, ValueContract, SessionContract {
  private static final Limits SHORT =
      new Limits(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(300));

  private HttpServer server;

  @Override
  String start() {
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0);
    return "jdbc:leat://127.0.0.1:" + server.port();
  }

  @Override
  void stop() {
    server.close();
  }

  @Override
  public boolean remote() {
    return true;
  }

  @Test
  void takenPortIsSaid() {
    LeatException error =
        assertThrows(
            LeatException.class,
            () -> HttpServer.start(engine, HttpServer.LOOPBACK, server.port()));
    assertEquals("port " + server.port() + " on 127.0.0.1 is already in use", error.message());
    assertTrue(error.hint().contains("--port"));
  }

  @Test
  void serverThatIsNotThereIsSaid() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    SQLException error =
        assertThrows(
            SQLException.class, () -> DriverManager.getConnection("jdbc:leat://127.0.0.1:" + free));
    assertEquals("08001", error.getSQLState());
    assertTrue(
        error.getMessage().startsWith("cannot reach a Leat server at 127.0.0.1:" + free),
        error.getMessage());
  }

  @Test
  void unknownHostIsSaid() {
    SQLException error =
        assertThrows(
            SQLException.class,
            () -> DriverManager.getConnection("jdbc:leat://no-such-host.invalid:1"));
    assertEquals("08001", error.getSQLState());
    assertEquals(
        "cannot reach a Leat server at no-such-host.invalid:1: there is no host of this name",
        error.getMessage());
  }

  @Test
  void serverThatStopsEndsWaitingReaders() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:leat://127.0.0.1:" + server.port());
        Statement statement = connection.createStatement()) {
      ResultSet result = statement.executeQuery("stream x");
      FakeStream rows = engine.stream("x");
      CompletableFuture<Throwable> next =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  result.next();
                  return null;
                } catch (Throwable e) {
                  return e;
                }
              });
      Eventually.holds("a fetch waits", rows::isAwaited);
      server.close();
      SQLException error = (SQLException) next.get(120, TimeUnit.SECONDS);
      assertTrue(
          error.getSQLState().equals("57P01") || error.getSQLState().equals("08006"),
          error.toString());
      SQLException after =
          assertThrows(SQLException.class, () -> statement.executeQuery("numbers 1"));
      assertTrue(after.getSQLState().startsWith("08"), after.toString());
      assertFalse(connection.isValid(1));
    }
  }

  @Test
  void clientThatVanishesLeavesNothing() throws Exception {
    try (HttpServer strict = HttpServer.start(engine, HttpServer.LOOPBACK, 0, SHORT)) {
      String id = "vanishing";
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), strict.port());
      exchange(
          socket,
          "OpenConnectionRequest",
          Requests.OpenConnectionRequest.newBuilder().setConnectionId(id).build());
      int waiting = open(socket, id, "stream waiting");
      int between = open(socket, id, "stream between");
      assertEquals(2, strict.protocol().statementCount());
      send(
          socket,
          "FetchRequest",
          Requests.FetchRequest.newBuilder()
              .setConnectionId(id)
              .setStatementId(waiting)
              .build()
              .toByteString());
      Eventually.holds("a fetch waits", engine.stream("waiting")::isAwaited);
      assertTrue(between > 0);
      socket.close();
      Eventually.holds("the waiting query ends", engine.stream("waiting")::isClosed);
      Eventually.holds("the other query ends", engine.stream("between")::isClosed);
      Eventually.holds("the session ends", () -> strict.protocol().sessionCount() == 0);
    }
  }

  @Test
  void fetchIsAnsweredWithoutRowsInTimeAndALostAnswerIsGivenAgain() throws Exception {
    try (HttpServer strict = HttpServer.start(engine, HttpServer.LOOPBACK, 0, SHORT);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), strict.port())) {
      String id = "repeating";
      exchange(
          socket,
          "OpenConnectionRequest",
          Requests.OpenConnectionRequest.newBuilder().setConnectionId(id).build());
      int statement = open(socket, id, "stream x");
      FakeStream rows = engine.stream("x");
      Common.Frame none = fetch(socket, id, statement, 0);
      assertEquals(0, none.getRowsCount());
      assertFalse(none.getDone());
      rows.row(1L, "a");
      rows.row(2L, "b");
      Common.Frame first = fetch(socket, id, statement, 0);
      assertEquals(2, first.getRowsCount());
      assertEquals(first, fetch(socket, id, statement, 0));
      rows.row(3L, "c");
      rows.end(null);
      Common.Frame last = fetch(socket, id, statement, 2);
      assertEquals(1, last.getRowsCount());
      assertTrue(last.getDone());
      assertEquals(last, fetch(socket, id, statement, 2));
      Common.Frame after = fetch(socket, id, statement, 3);
      assertTrue(after.getDone());
      Common.WireMessage gone =
          exchange(
              socket,
              "FetchRequest",
              Requests.FetchRequest.newBuilder()
                  .setConnectionId(id)
                  .setStatementId(statement)
                  .setOffset(0)
                  .build());
      assertEquals(
          "24000", Responses.ErrorResponse.parseFrom(gone.getWrappedMessage()).getSqlState());
    }
  }

  /** The name of the server's thread that runs a short statement, without its number. */
  private String threadOfShortStatement(Statement statement) throws SQLException {
    assertEquals(1, statement.executeUpdate("thread"));
    return engine.sessions().stream()
        .flatMap(session -> session.threads().stream())
        .reduce((before, last) -> last)
        .orElseThrow()
        .replaceAll("[-0-9]+$", "");
  }

  @Test
  void shortStatementsRunWhereTheirRequestIsRead() throws Exception {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        Statement blocked = connection.createStatement()) {
      FakeEngine.FakeSession session = engine.sessions().get(engine.sessions().size() - 1);
      assertEquals("leat-http", threadOfShortStatement(statement));
      CompletableFuture<SQLException> end =
          CompletableFuture.supplyAsync(
              () -> assertThrows(SQLException.class, () -> blocked.execute("block")));
      Eventually.holds("the other one runs", session::isBlocking);
      CompletableFuture<String> next =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return threadOfShortStatement(statement);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      blocked.cancel();
      assertEquals("57014", end.get(20, TimeUnit.SECONDS).getSQLState());
      String thread = next.get(20, TimeUnit.SECONDS);
      assertTrue(thread.equals("leat-statement") || thread.equals("leat-http"), thread);
    }
  }

  /** More writes than the server has threads for requests wait for its log; others go on. */
  @Test
  void writesThatWaitForTheLogKeepNobodyElseWaiting() throws Exception {
    int many = 40;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    List<Connection> connections = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url());
        Statement other = connection.createStatement()) {
      int before = engine.sessions().size();
      for (int i = 0; i < many; i++) {
        connections.add(DriverManager.getConnection(url()));
      }
      List<FakeEngine.FakeSession> sessions = engine.sessions().subList(before, before + many);
      List<Future<Integer>> counts = new ArrayList<>();
      for (Connection each : connections) {
        counts.add(
            threads.submit(
                () -> {
                  try (Statement statement = each.createStatement()) {
                    return statement.executeUpdate("log");
                  }
                }));
      }
      for (FakeEngine.FakeSession each : sessions) {
        Eventually.holds("it waits for the log", each::waitsForLog);
      }
      assertEquals("leat-http", threadOfShortStatement(other));
      for (FakeEngine.FakeSession each : sessions) {
        each.logged(1);
      }
      for (Future<Integer> each : counts) {
        assertEquals(1, each.get());
      }
    } finally {
      threads.shutdown();
      for (Connection each : connections) {
        each.close();
      }
    }
  }

  private static int open(Socket socket, String id, String sql) throws Exception {
    int statement =
        Responses.CreateStatementResponse.parseFrom(
                exchange(
                        socket,
                        "CreateStatementRequest",
                        Requests.CreateStatementRequest.newBuilder().setConnectionId(id).build())
                    .getWrappedMessage())
            .getStatementId();
    exchange(
        socket,
        "PrepareAndExecuteRequest",
        Requests.PrepareAndExecuteRequest.newBuilder()
            .setConnectionId(id)
            .setStatementId(statement)
            .setSql(sql)
            .build());
    return statement;
  }

  private static Common.Frame fetch(Socket socket, String id, int statement, long offset)
      throws Exception {
    Common.WireMessage answer =
        exchange(
            socket,
            "FetchRequest",
            Requests.FetchRequest.newBuilder()
                .setConnectionId(id)
                .setStatementId(statement)
                .setOffset(offset)
                .build());
    return Responses.FetchResponse.parseFrom(answer.getWrappedMessage()).getFrame();
  }

  private static Common.WireMessage exchange(
      Socket socket, String name, com.google.protobuf.Message request) throws Exception {
    send(socket, name, request.toByteString());
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      assertTrue(b >= 0, "no answer");
      head.append((char) b);
    }
    String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf("content-length:") + "content-length:".length();
    int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)).strip());
    return Common.WireMessage.parseFrom(in.readNBytes(length));
  }

  private static void send(Socket socket, String name, com.google.protobuf.ByteString request)
      throws Exception {
    byte[] body =
        Common.WireMessage.newBuilder()
            .setName("org.apache.calcite.avatica.proto.Requests$" + name)
            .setWrappedMessage(request)
            .build()
            .toByteArray();
    socket
        .getOutputStream()
        .write(
            ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
  }

  @Test
  void plainHttpIsAnswered() throws Exception {
    assertEquals("200 ok", get("/health"));
    assertTrue(get("/").startsWith("200 Leat"));
    assertTrue(get("/nothing").startsWith("404"));
  }

  private String get(String path) throws Exception {
    HttpURLConnection http =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + server.port() + path).toURL().openConnection();
    int code = http.getResponseCode();
    try (InputStream body = code < 400 ? http.getInputStream() : http.getErrorStream()) {
      return code + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
