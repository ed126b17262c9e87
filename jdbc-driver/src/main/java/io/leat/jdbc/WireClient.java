package io.leat.jdbc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;

/** Avatica's messages over a transport; the server's errors become {@link LeatSQLException}. */
final class WireClient implements AutoCloseable {
  private static final String ERROR = "org.apache.calcite.avatica.proto.Responses$ErrorResponse";
  private static final WireEnvelope REQUEST =
      new WireEnvelope("org.apache.calcite.avatica.proto.Requests$");
  private static final String COUNTS = "counts=";
  private static final Pattern POSITION = Pattern.compile("position=(\\d+):(\\d+):\\d+:\\d+");

  private final Transport transport;
  private final String connectionId;

  WireClient(Transport transport, String connectionId) {
    this.transport = transport;
    this.connectionId = connectionId;
  }

  String connectionId() {
    return connectionId;
  }

  <T extends Message> T call(Message request, Parser<T> answer) throws LeatSQLException {
    return exchange(request, answer::parseFrom);
  }

  /**
   * Executes a statement.
   *
   * @param before the columns of its results before
   */
  ExecutionAnswer execute(Message request, RecentColumns before) throws LeatSQLException {
    return exchange(request, wire -> ExecutionAnswer.read(wire, before));
  }

  /** Reads a serialized answer. */
  private interface Reading<T> {
    T read(ByteString wire) throws InvalidProtocolBufferException;
  }

  private <T> T exchange(Message request, Reading<T> answer) throws LeatSQLException {
    byte[] message = REQUEST.wrap(request);
    try {
      Common.WireMessage reply =
          Common.WireMessage.parseFrom(
              transport.send(message, request instanceof Requests.FetchRequest));
      if (reply.getName().equals(ERROR)) {
        throw error(Responses.ErrorResponse.parseFrom(reply.getWrappedMessage()));
      }
      return answer.read(reply.getWrappedMessage());
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      if (e.getCause() instanceof UnknownHostException) {
        reason = "there is no host of this name";
      }
      throw e instanceof Transport.Unreachable
          ? new LeatSQLException(
              "cannot reach a Leat server at " + transport.place() + ": " + reason,
              "08001",
              0,
              0,
              e)
          : new LeatSQLException(
              "lost the connection to the server at " + transport.place() + ": " + reason,
              "08006",
              0,
              0,
              e);
    }
  }

  private static LeatSQLException error(Responses.ErrorResponse reply) {
    int line = 0;
    int column = 0;
    long[] counts = {};
    for (String entry : reply.getExceptionsList()) {
      Matcher position = POSITION.matcher(entry);
      if (position.matches()) {
        line = Integer.parseInt(position.group(1));
        column = Integer.parseInt(position.group(2));
      } else if (entry.startsWith(COUNTS)) {
        counts =
            Arrays.stream(entry.substring(COUNTS.length()).split(",", -1))
                .mapToLong(Long::parseLong)
                .toArray();
      }
    }
    return new LeatSQLException(reply.getErrorMessage(), reply.getSqlState(), line, column, counts);
  }

  int createStatement() throws LeatSQLException {
    return call(
            Requests.CreateStatementRequest.newBuilder().setConnectionId(connectionId).build(),
            Responses.CreateStatementResponse.parser())
        .getStatementId();
  }

  void closeStatement(int id) throws LeatSQLException {
    Responses.CloseStatementResponse answer =
        call(
            Requests.CloseStatementRequest.newBuilder()
                .setConnectionId(connectionId)
                .setStatementId(id)
                .build(),
            Responses.CloseStatementResponse.parser());
    assert answer != null;
  }

  Common.Frame fetch(int statementId, long offset, int rows) throws LeatSQLException {
    return call(
            Requests.FetchRequest.newBuilder()
                .setConnectionId(connectionId)
                .setStatementId(statementId)
                .setOffset(offset)
                .setFrameMaxSize(rows)
                .build(),
            Responses.FetchResponse.parser())
        .getFrame();
  }

  Common.ConnectionProperties sync(Common.ConnectionProperties wanted) throws LeatSQLException {
    return call(
            Requests.ConnectionSyncRequest.newBuilder()
                .setConnectionId(connectionId)
                .setConnProps(wanted)
                .build(),
            Responses.ConnectionSyncResponse.parser())
        .getConnProps();
  }

  void setTimeoutMillis(int millis) {
    transport.setTimeoutMillis(millis);
  }

  @Override
  public void close() {
    transport.close();
  }
}
