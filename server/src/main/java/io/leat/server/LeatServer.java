package io.leat.server;

import io.leat.runtime.error.LeatException;
import io.leat.server.config.ConfigFile;
import io.leat.server.config.ServerConfig;
import io.leat.server.engine.EngineSettings;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.http.HttpServer;
import io.leat.sql.Planner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The server process: an engine behind one network port, until it is told to end. */
@Command(
    name = "leat-server",
    description = "Keeps tables and jobs, and answers JDBC on one port until it is stopped.",
    mixinStandardHelpOptions = true,
    versionProvider = LeatServer.Version.class,
    sortOptions = false)
public final class LeatServer implements Callable<Integer> {
  private static final int FAILED = 1;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings; without it conf/leat.yaml of the installation, if it is there")
  private @Nullable Path config;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "address to listen on")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "port to listen on; 0 lets the system choose")
  private @Nullable Integer port;

  @ArgGroup private @Nullable Data data;

  @Option(names = "--rehearse", hidden = true, description = "start, run a query, and end")
  private boolean rehearse;

  /** Where data is kept, if it is not where the settings say. */
  private static final class Data {
    @Option(names = "--data", paramLabel = "DIR", description = "where everything is kept")
    private @Nullable Path directory;

    @Option(names = "--in-memory", description = "keep nothing when the server ends")
    private boolean inMemory;
  }

  private LeatServer() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LeatServer()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      run(configuration());
      return 0;
    } catch (LeatException e) {
      System.err.println("leat-server: " + e.render(""));
      return FAILED;
    }
  }

  private ServerConfig configuration() {
    Path file = config;
    String home = System.getenv("LEAT_HOME");
    if (file == null && home != null && Files.exists(Path.of(home, "conf", "leat.yaml"))) {
      file = Path.of(home, "conf", "leat.yaml");
    }
    ServerConfig settings = file == null ? ServerConfig.DEFAULT : ConfigFile.load(file);
    if (host != null) {
      settings = settings.withHost(host);
    }
    if (port != null) {
      settings = settings.withPort(port);
    }
    settings = settings.withDirectory(directory(settings, home));
    return rehearse ? settings.withPort(0) : settings;
  }

  /** A folder that the settings name is one of the installation, if they do not say where it is. */
  private @Nullable Path directory(ServerConfig settings, @Nullable String home) {
    if (data != null) {
      return data.inMemory ? null : data.directory;
    }
    Path named = settings.engine().durability().directory();
    return named == null || home == null ? named : Path.of(home).resolve(named);
  }

  private void run(ServerConfig settings) throws InterruptedException {
    CountDownLatch stopRequested = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (LocalEngine engine =
            LocalEngine.start(
                rehearse ? EngineSettings.DEFAULT : settings.engine(),
                warning -> System.err.println("leat-server: " + warning));
        HttpServer server = HttpServer.start(engine, settings.host(), settings.port())) {
      System.err.printf(
          "leat-server: listening on jdbc:leat://%s:%d%n", settings.host(), server.port());
      if (!rehearse) {
        Path directory = settings.engine().durability().directory();
        System.err.println(
            directory == null
                ? "leat-server: in memory: nothing is kept when it ends"
                : "leat-server: data is kept in " + directory.toAbsolutePath().normalize());
      }
      if (rehearse) {
        rehearse(engine);
        return;
      }
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stopRequested.countDown();
                    awaitQuietly(closed);
                  },
                  "leat-shutdown"));
      Planner.warmUp();
      stopRequested.await();
    } finally {
      closed.countDown();
    }
  }

  private static void rehearse(LocalEngine engine) {
    try (Session session = engine.openSession("rehearsal", false)) {
      session.execute("SELECT UPPER('leat')", List.of());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the version that the build has put into the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = LeatServer.class.getPackage().getImplementationVersion();
      return new String[] {"Leat " + (version == null ? "(not packaged)" : version)};
    }
  }
}
