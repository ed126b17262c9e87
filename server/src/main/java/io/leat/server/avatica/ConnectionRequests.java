package io.leat.server.avatica;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.leat.jdbc.ProductVersion;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.server.engine.Metadata;
import io.leat.server.engine.Session;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/** Requests about a connection as a whole: its properties, and what there is to see. */
final class ConnectionRequests {
  private ConnectionRequests() {}

  /**
   * A request that needs nothing but its session.
   *
   * @param shortWork does the same without waiting, where that takes but a moment; else completes
   *     with nothing
   */
  record Parsed(
      String connectionId,
      Function<ClientSession, Message> work,
      BiFunction<ClientSession, Executor, CompletableFuture<Optional<Message>>> shortWork) {
    Parsed(String connectionId, Function<ClientSession, Message> work) {
      this(
          connectionId,
          work,
          (session, loop) -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /** A request that always takes but a moment. */
    static Parsed ofMoment(String connectionId, Function<ClientSession, Message> work) {
      return new Parsed(
          connectionId,
          work,
          (session, loop) -> CompletableFuture.completedFuture(Optional.of(work.apply(session))));
    }

    Message answer(ClientSession session) {
      return session.inTurn(() -> work.apply(session));
    }

    /**
     * The answer if it takes but a moment and nothing else of the session runs; nothing if not. The
     * calling thread does not wait.
     *
     * @param loop of {@link Session#executeIfShort}
     */
    CompletableFuture<Optional<Message>> answerIfShort(ClientSession session, Executor loop) {
      return session.inTurnNow(() -> shortWork.apply(session, loop));
    }
  }

  static Parsed parse(String name, ByteString body) throws InvalidProtocolBufferException {
    switch (name) {
      case "ConnectionSyncRequest" -> {
        Requests.ConnectionSyncRequest request = Requests.ConnectionSyncRequest.parseFrom(body);
        return new Parsed(
            request.getConnectionId(),
            session -> sync(session, request.getConnProps()),
            (session, loop) ->
                CompletableFuture.completedFuture(
                    commits(session.session(), request.getConnProps())
                        ? Optional.empty()
                        : Optional.of(sync(session, request.getConnProps()))));
      }
      case "CommitRequest" -> {
        String id = Requests.CommitRequest.parseFrom(body).getConnectionId();
        return new Parsed(
            id,
            session -> {
              session.session().commit();
              return Responses.CommitResponse.getDefaultInstance();
            },
            (session, loop) ->
                session
                    .session()
                    .commitWithoutWaiting(loop)
                    .thenApply(done -> Optional.of(Responses.CommitResponse.getDefaultInstance())));
      }
      case "RollbackRequest" -> {
        String id = Requests.RollbackRequest.parseFrom(body).getConnectionId();
        return Parsed.ofMoment(
            id,
            session -> {
              session.session().rollback();
              return Responses.RollbackResponse.getDefaultInstance();
            });
      }
      case "DatabasePropertyRequest" -> {
        String id = Requests.DatabasePropertyRequest.parseFrom(body).getConnectionId();
        return new Parsed(
            id,
            session ->
                MetadataReplies.properties(session.session().metadata(), ProductVersion.TEXT));
      }
      case "CatalogsRequest" -> {
        String id = Requests.CatalogsRequest.parseFrom(body).getConnectionId();
        return new Parsed(id, session -> metadata(session, id).catalogs());
      }
      case "SchemasRequest" -> {
        Requests.SchemasRequest request = Requests.SchemasRequest.parseFrom(body);
        String id = request.getConnectionId();
        return new Parsed(id, session -> metadata(session, id).schemas(request));
      }
      case "TableTypesRequest" -> {
        String id = Requests.TableTypesRequest.parseFrom(body).getConnectionId();
        return new Parsed(id, session -> metadata(session, id).tableTypes());
      }
      case "TablesRequest" -> {
        Requests.TablesRequest request = Requests.TablesRequest.parseFrom(body);
        String id = request.getConnectionId();
        return new Parsed(id, session -> metadata(session, id).tables(request));
      }
      case "ColumnsRequest" -> {
        Requests.ColumnsRequest request = Requests.ColumnsRequest.parseFrom(body);
        String id = request.getConnectionId();
        return new Parsed(id, session -> metadata(session, id).columns(request));
      }
      case "TypeInfoRequest" -> {
        String id = Requests.TypeInfoRequest.parseFrom(body).getConnectionId();
        return new Parsed(id, session -> metadata(session, id).typeInfo());
      }
      default ->
          throw LeatException.notSupported(
              "The request " + name, "read the query's result without interruption");
    }
  }

  private static MetadataReplies metadata(ClientSession session, String connectionId) {
    return new MetadataReplies(
        session.session().metadata(), connectionId, session.nextStatementId());
  }

  /**
   * What a client says when it connects: {@code catalog}, {@code database}, and settings, whose
   * names have a dot. Other entries are the client's own affair.
   */
  static void configure(ClientSession session, Map<String, String> info) {
    use(session.session(), info.get("catalog"), info.get("database"));
    info.forEach(
        (key, value) -> {
          if (key.indexOf('.') > 0 && !key.startsWith("avatica.")) {
            session.session().set(key, value);
          }
        });
  }

  /**
   * Takes over what the client wants, and says how things are. Every weaker isolation is given as
   * REPEATABLE READ; "dirty" is a connection with an open transaction.
   */
  private static Message sync(ClientSession client, Common.ConnectionProperties wanted) {
    Session session = client.session();
    if (wanted.getTransactionIsolation() > Connection.TRANSACTION_REPEATABLE_READ) {
      throw LeatException.notSupported(
          "The isolation level SERIALIZABLE",
          "use REPEATABLE READ: a transaction sees one moment, and of two that change the same"
              + " rows the first to commit wins");
    }
    if (wanted.getHasAutoCommit() && wanted.getAutoCommit() != session.autoCommit()) {
      session.autoCommit(wanted.getAutoCommit());
    }
    if (wanted.getHasReadOnly()) {
      client.setReadOnly(wanted.getReadOnly());
    }
    use(session, wanted.getCatalog(), wanted.getSchema());
    return Responses.ConnectionSyncResponse.newBuilder()
        .setConnProps(
            Common.ConnectionProperties.newBuilder()
                .setHasAutoCommit(true)
                .setAutoCommit(session.autoCommit())
                .setHasReadOnly(true)
                .setReadOnly(client.readOnly())
                .setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ)
                .setIsDirty(session.inTransaction())
                .setCatalog(session.catalog())
                .setSchema(session.database()))
        .build();
  }

  /** Whether what the client wants ends a transaction. */
  private static boolean commits(Session session, Common.ConnectionProperties wanted) {
    return wanted.getHasAutoCommit() && wanted.getAutoCommit() && session.inTransaction();
  }

  /** Changes what is named; a catalog alone goes with the database that is most likely meant. */
  private static void use(
      Session session, @Nullable String wantedCatalog, @Nullable String wantedDatabase) {
    String catalog =
        wantedCatalog == null || wantedCatalog.isEmpty() ? session.catalog() : wantedCatalog;
    String database =
        wantedDatabase == null || wantedDatabase.isEmpty() ? session.database() : wantedDatabase;
    boolean otherCatalog = !catalog.equalsIgnoreCase(session.catalog());
    if (otherCatalog && (wantedDatabase == null || wantedDatabase.isEmpty())) {
      database = databaseIn(session, catalog);
    }
    if (otherCatalog || !database.equalsIgnoreCase(session.database())) {
      session.use(catalog, database);
    }
  }

  private static String databaseIn(Session session, String catalog) {
    List<String> names =
        session.metadata().databases().stream()
            .filter(each -> each.catalog().equalsIgnoreCase(catalog))
            .map(Metadata.Database::name)
            .sorted()
            .toList();
    if (names.isEmpty()) {
      throw new LeatException(
          SqlState.INVALID_CATALOG_NAME, "catalog '" + catalog + "' does not exist");
    }
    return names.stream()
        .filter(name -> name.equalsIgnoreCase(session.database()))
        .findFirst()
        .or(() -> names.stream().filter(name -> name.equalsIgnoreCase("default")).findFirst())
        .orElse(names.get(0));
  }
}
