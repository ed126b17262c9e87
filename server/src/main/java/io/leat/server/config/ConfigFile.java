package io.leat.server.config;

import io.leat.runtime.durable.Checkpoints;
import io.leat.runtime.durable.Compression;
import io.leat.runtime.durable.Journal;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import io.leat.server.engine.EngineSettings;
import io.leat.server.engine.OutsideAccess;
import io.leat.server.engine.SessionSettings.Setting;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads {@code leat.yaml}. Nested keys and dotted keys mean the same: {@code server: {port: 1}} is
 * {@code server.port: 1}. Session settings stand below {@code session}.
 */
public final class ConfigFile {
  private static final String HOST = "server.host";
  private static final String PORT = "server.port";
  private static final String WORKERS = "engine.workers";
  private static final String REMOTE_CODE = "security.remote-code";
  private static final String FILE_DIRECTORIES = "security.file-directories";
  private static final String REMOTE_CONNECTIONS = "security.remote-connections";
  private static final String DIRECTORY = "durability.directory";
  private static final String FSYNC = "durability.fsync";
  private static final String FSYNC_INTERVAL = "durability.fsync-interval";
  private static final String CHECKPOINT_INTERVAL = "durability.checkpoint-interval";
  private static final String CHECKPOINTS = "durability.checkpoint-generations";
  private static final String INCREMENTS = "durability.checkpoint-increments-from";
  private static final String COMPRESSION = "durability.compression";
  private static final String SESSION = "session.";
  private static final List<String> KEYS =
      Stream.concat(
              Stream.of(
                  HOST,
                  PORT,
                  WORKERS,
                  DIRECTORY,
                  FSYNC,
                  FSYNC_INTERVAL,
                  CHECKPOINT_INTERVAL,
                  CHECKPOINTS,
                  INCREMENTS,
                  COMPRESSION,
                  REMOTE_CODE,
                  FILE_DIRECTORIES,
                  REMOTE_CONNECTIONS),
              Stream.of(Setting.values()).map(ConfigFile::key))
          .toList();

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?(B|KB|MB|GB)");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|min|h)");

  private final Path file;
  private ServerConfig config = ServerConfig.DEFAULT;
  private final Map<Setting, String> sessionDefaults = new EnumMap<>(Setting.class);

  /** What all sessions share stands by itself. */
  private static String key(Setting setting) {
    return setting.isShared() ? setting.key() : SESSION + setting.key();
  }

  private ConfigFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file; what it does not say keeps its default.
   *
   * @throws LeatException naming file, line and setting, if it cannot be read or holds anything
   *     unknown
   */
  public static ServerConfig load(Path file) {
    return new ConfigFile(file).read();
  }

  private ServerConfig read() {
    Optional<Node> root;
    try {
      root = new Compose(LoadSettings.builder().build()).composeString(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw error("the configuration file does not exist", Optional.empty(), e);
    } catch (CharacterCodingException e) {
      throw error("the configuration file is not UTF-8 text", Optional.empty(), e);
    } catch (IOException e) {
      throw error("the configuration file cannot be read: " + e.getMessage(), Optional.empty(), e);
    } catch (MarkedYamlEngineException e) {
      throw error("not valid YAML: " + e.getProblem(), e.getProblemMark(), e);
    }
    root.ifPresent(node -> readMapping("", node));
    return config.withEngine(config.engine().withSessionDefaults(sessionDefaults));
  }

  private void readMapping(String prefix, Node node) {
    if (node instanceof ScalarNode scalar && scalar.getValue().isEmpty()) {
      return;
    }
    if (!(node instanceof MappingNode mapping)) {
      throw error("expected settings as key: value", node.getStartMark(), null);
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        throw error("a setting's name is a word", entry.getKeyNode().getStartMark(), null);
      }
      String key = prefix + keyNode.getValue();
      Node value = entry.getValueNode();
      if (value instanceof ScalarNode scalar && KEYS.contains(key)) {
        apply(key, scalar);
      } else if (KEYS.stream().anyMatch(known -> known.startsWith(key + "."))) {
        readMapping(key + ".", value);
      } else if (KEYS.contains(key)) {
        throw error("setting '" + key + "' takes one value", value.getStartMark(), null);
      } else {
        throw unknown(key, keyNode.getStartMark());
      }
    }
  }

  private void apply(String key, ScalarNode node) {
    String value = node.getValue();
    switch (key) {
      case HOST -> config = config.withHost(value);
      case PORT -> config = config.withPort(number(key, node, 0, 65535));
      case WORKERS ->
          config = config.withEngine(config.engine().withWorkers(number(key, node, 0, 1024)));
      case REMOTE_CODE ->
          config = config.withEngine(config.engine().withRemoteCode(truth(key, node)));
      case FILE_DIRECTORIES -> remoteAccess(remoteAccess().withDirectories(paths(value)));
      case REMOTE_CONNECTIONS -> remoteAccess(remoteAccess().withConnections(truth(key, node)));
      case DIRECTORY -> storage(storage().withDirectory(value.isEmpty() ? null : Path.of(value)));
      case FSYNC -> storage(storage().withFsync(fsync(key, node)));
      case FSYNC_INTERVAL -> storage(storage().withFsyncInterval(duration(key, node)));
      case CHECKPOINT_INTERVAL -> storage(storage().withCheckpointInterval(duration(key, node)));
      case CHECKPOINTS, INCREMENTS, COMPRESSION ->
          storage(storage().withCheckpoints(checkpoints(key, node)));
      default -> {
        Setting setting =
            Setting.of(key.startsWith(SESSION) ? key.substring(SESSION.length()) : key);
        try {
          setting.check(value);
        } catch (LeatException e) {
          throw error(e.message(), node.getStartMark(), e).withHint(e.hint());
        }
        sessionDefaults.put(setting, value);
      }
    }
  }

  private OutsideAccess remoteAccess() {
    return config.engine().remoteAccess();
  }

  private void remoteAccess(OutsideAccess access) {
    config = config.withEngine(config.engine().withRemoteAccess(access));
  }

  private static List<Path> paths(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(path -> !path.isEmpty())
        .map(Path::of)
        .toList();
  }

  private EngineSettings.Storage storage() {
    return config.engine().durability();
  }

  private void storage(EngineSettings.Storage storage) {
    config = config.withEngine(config.engine().withDurability(storage));
  }

  private Journal.Fsync fsync(String key, ScalarNode node) {
    return switch (node.getValue()) {
      case "always" -> Journal.Fsync.ALWAYS;
      case "interval" -> Journal.Fsync.INTERVAL;
      case "off" -> Journal.Fsync.OFF;
      default ->
          throw error(
              "setting '" + key + "' is always, interval or off, not '" + node.getValue() + "'",
              node.getStartMark(),
              null);
    };
  }

  private Checkpoints.Settings checkpoints(String key, ScalarNode node) {
    Checkpoints.Settings now = storage().checkpoints();
    return switch (key) {
      case CHECKPOINTS ->
          new Checkpoints.Settings(
              number(key, node, 1, 1000), now.compression(), now.incrementsFrom());
      case INCREMENTS ->
          new Checkpoints.Settings(now.generations(), now.compression(), size(key, node));
      default ->
          new Checkpoints.Settings(now.generations(), compression(key, node), now.incrementsFrom());
    };
  }

  private Compression compression(String key, ScalarNode node) {
    return switch (node.getValue()) {
      case "zstd" -> Compression.ZSTD;
      case "none" -> Compression.NONE;
      default ->
          throw error(
              "setting '" + key + "' is zstd or none, not '" + node.getValue() + "'",
              node.getStartMark(),
              null);
    };
  }

  /** As {@code 4 MB}. */
  private long size(String key, ScalarNode node) {
    Matcher matcher = SIZE.matcher(node.getValue().strip());
    if (!matcher.matches()) {
      throw error(
          "setting '" + key + "' is a size such as 4 MB, not '" + node.getValue() + "'",
          node.getStartMark(),
          null);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "KB" -> number << 10;
      case "MB" -> number << 20;
      case "GB" -> number << 30;
      default -> number;
    };
  }

  /** As connector options write it: {@code 100 ms}, {@code 1 min}. */
  private Duration duration(String key, ScalarNode node) {
    Matcher matcher = DURATION.matcher(node.getValue().strip());
    if (!matcher.matches()) {
      throw error(
          "setting '"
              + key
              + "' is a time such as 100 ms, 5 s or 1 min, not '"
              + node.getValue()
              + "'",
          node.getStartMark(),
          null);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private boolean truth(String key, ScalarNode node) {
    return switch (node.getValue()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw error(
              "setting '" + key + "' is true or false, not '" + node.getValue() + "'",
              node.getStartMark(),
              null);
    };
  }

  private int number(String key, ScalarNode node, int min, int max) {
    try {
      int number = Integer.parseInt(node.getValue());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for everything that is not such a number.
    }
    throw error(
        "setting '"
            + key
            + "' is a whole number from "
            + min
            + " to "
            + max
            + ", not '"
            + node.getValue()
            + "'",
        node.getStartMark(),
        null);
  }

  private LeatException unknown(String key, Optional<Mark> mark) {
    List<String> names = new ArrayList<>(KEYS);
    return error("unknown setting '" + key + "'", mark, null)
        .withHint(
            NearestName.of(key, names)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("The settings are: " + String.join(", ", names) + "."));
  }

  private LeatException error(
      String message, Optional<Mark> mark, @org.jspecify.annotations.Nullable Throwable cause) {
    String place =
        mark.map(m -> file + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse("" + file);
    return new LeatException(
        SqlState.CONFIGURATION_ERROR, place + ": " + message, null, null, cause);
  }
}
