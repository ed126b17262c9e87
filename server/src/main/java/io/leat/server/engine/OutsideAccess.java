package io.leat.server.engine;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.PlannedStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a session's statements may reach outside the engine.
 *
 * @param unlimited whether all of it
 * @param directories where files may be read and written
 * @param connections whether connections to other machines may be opened
 */
public record OutsideAccess(boolean unlimited, List<Path> directories, boolean connections) {
  /** What sessions in this process have. */
  public static final OutsideAccess UNLIMITED = new OutsideAccess(true, List.of(), true);

  /** What sessions over the network have unless they are given more. */
  public static final OutsideAccess NONE = new OutsideAccess(false, List.of(), false);

  public OutsideAccess {
    directories = directories.stream().map(path -> path.toAbsolutePath().normalize()).toList();
  }

  public OutsideAccess withDirectories(List<Path> newDirectories) {
    return new OutsideAccess(unlimited, newDirectories, connections);
  }

  public OutsideAccess withConnections(boolean allowed) {
    return new OutsideAccess(unlimited, directories, allowed);
  }

  /**
   * @throws LeatException 42501 if the statement reaches further
   */
  void check(PlannedStatement statement) {
    if (unlimited) {
      return;
    }
    if (statement instanceof PlannedStatement.Query query) {
      check(query.circuit());
    } else if (statement instanceof PlannedStatement.Insert insert) {
      check(insert.circuit());
    } else if (statement instanceof PlannedStatement.Write write) {
      write.circuit().ifPresent(this::check);
    } else if (statement instanceof PlannedStatement.WriteTogether together) {
      together.writes().forEach(this::check);
    } else if (statement instanceof PlannedStatement.CreateMaterializedView create) {
      check(create.circuit());
    } else if (statement instanceof PlannedStatement.CreateTable create) {
      check(create.table().definition());
    }
  }

  private void check(Circuit circuit) {
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Source source) {
        check(source.table());
      } else if (node instanceof Node.Sink sink) {
        check(sink.table());
      } else if (node instanceof Node.Lookup lookup) {
        check(lookup.table());
      }
    }
  }

  private void check(TableDefinition table) {
    Connector connector = table.isStored() ? null : Connectors.find(table.connector());
    if (connector == null) {
      return;
    }
    for (Path file : connector.files(table)) {
      Path real = real(file);
      if (directories.stream().noneMatch(directory -> real.startsWith(real(directory)))) {
        throw refused(
            "a remote session may not reach " + file,
            directories.isEmpty()
                ? "Name the directories that it may use in security.file-directories of leat.yaml."
                : directories.stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(", ", "It may use files in ", ".")));
      }
    }
    Optional<String> address = connector.addresses(table).stream().findFirst();
    if (address.isPresent() && !connections) {
      throw refused(
          "a remote session may not connect to " + address.get(),
          "Set security.remote-connections: true in leat.yaml.");
    }
  }

  private static LeatException refused(String what, String hint) {
    return new LeatException(SqlState.INSUFFICIENT_PRIVILEGE, what, null, hint, null);
  }

  /** The path behind all links, as far as it exists. */
  private static Path real(Path path) {
    for (Path known = path; known != null; known = known.getParent()) {
      try {
        return known.toRealPath().resolve(known.relativize(path)).normalize();
      } catch (IOException e) {
        // It does not exist, or its name cannot be read: its parent tells where it would be.
      }
    }
    return path;
  }
}
