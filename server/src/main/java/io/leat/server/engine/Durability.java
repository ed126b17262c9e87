package io.leat.server.engine;

import io.leat.runtime.durable.Checkpoints;
import io.leat.runtime.durable.DataDirectory;
import io.leat.runtime.durable.Journal;
import io.leat.runtime.durable.Recovery;
import io.leat.runtime.durable.RunFolders;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.pipeline.EpochJournal;
import io.leat.runtime.local.pipeline.Pipeline;
import io.leat.runtime.local.pipeline.TableCommits;
import io.leat.sql.Planner;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what an engine has acknowledged in a directory, or, without one, does nothing. Safe for use
 * by several threads.
 */
final class Durability implements AutoCloseable {
  private final @Nullable Files files;
  private final Consumer<String> warnings;

  /** What there is with a directory. */
  private record Files(
      EngineSettings.Storage settings,
      DataDirectory directory,
      Journal journal,
      Checkpoints checkpoints,
      CatalogJournal catalog,
      ScheduledExecutorService timer) {}

  private Durability(@Nullable Files files, Consumer<String> warnings) {
    this.files = files;
    this.warnings = warnings;
  }

  /**
   * Takes the directory; {@link #recover} reads it.
   *
   * @param warnings takes sentences for whoever runs the engine
   */
  static Durability open(
      EngineSettings.Storage settings, Catalog catalog, Consumer<String> warnings) {
    if (settings.directory() == null) {
      return new Durability(null, warnings);
    }
    DataDirectory directory = DataDirectory.open(settings.directory());
    Journal journal = new Journal(directory, settings.fsync());
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "leat-checkpoints");
              thread.setDaemon(true);
              return thread;
            });
    return new Durability(
        new Files(
            settings,
            directory,
            journal,
            new Checkpoints(directory, journal, settings.checkpoints()),
            new CatalogJournal(catalog, journal::append),
            timer),
        warnings);
  }

  /**
   * Keeps the state of runs; null if nothing is kept.
   *
   * @param warnings takes sentences for whoever runs the engine
   */
  @Nullable KeptRuns runs(Consumer<String> warnings) {
    return files == null
        ? null
        : new KeptRuns(
            new RunFolders(files.directory(), files.settings().checkpoints()),
            files.settings().checkpointInterval(),
            warnings);
  }

  EpochJournal journal() {
    return files == null ? EpochJournal.NONE : files.journal();
  }

  /** Makes catalog and tables again, then the views, and begins to take down what happens. */
  void recover(Catalog catalog, Planner planner, Pipeline pipeline, StoredRelations relations) {
    if (files == null) {
      return;
    }
    pipeline.createTable(TableCommits.DEFINITION);
    Restoration restoration =
        new Restoration(catalog, planner, pipeline, relations, files.catalog(), warnings);
    Recovery.Found found =
        new Recovery(files.directory(), warnings).run(restoration, files.journal());
    files.checkpoints().resume(found, restoration.atCheckpoint());
    restoration.finish(found.epoch());
    schedule(files, pipeline, catalog);
  }

  private void schedule(Files kept, Pipeline pipeline, Catalog catalog) {
    long every = kept.settings().checkpointInterval().toMillis();
    if (every > 0) {
      var unused =
          kept.timer()
              .scheduleWithFixedDelay(
                  () -> quietly(() -> checkpointIfDue(kept, pipeline, catalog)),
                  every,
                  every,
                  TimeUnit.MILLISECONDS);
    }
    if (kept.settings().fsync() == Journal.Fsync.INTERVAL) {
      long interval = kept.settings().fsyncInterval().toMillis();
      var unused =
          kept.timer()
              .scheduleWithFixedDelay(
                  () -> quietly(kept.journal()::force), interval, interval, TimeUnit.MILLISECONDS);
    }
  }

  private void quietly(Runnable work) {
    try {
      work.run();
    } catch (LeatException e) {
      warnings.accept(e.message());
    } catch (RuntimeException e) {
      // The timer would never call again.
      warnings.accept("checkpoint: " + e);
    }
  }

  /** The catalog has changed; takes it down before that is acknowledged. */
  void catalogChanged(SessionSettings settings) {
    if (files != null) {
      files.catalog().changed(settings.zone(), settings.ofTime());
    }
  }

  private static void checkpointIfDue(Files kept, Pipeline pipeline, Catalog catalog) {
    if (kept.journal().takeBytes() > 0) {
      checkpoint(kept, pipeline, catalog);
    }
  }

  /**
   * Makes a checkpoint now.
   *
   * @return its size in bytes; 0 if nothing is kept
   */
  long checkpoint(Pipeline pipeline, Catalog catalog) {
    return files == null ? 0 : checkpoint(files, pipeline, catalog);
  }

  private static long checkpoint(Files kept, Pipeline pipeline, Catalog catalog) {
    synchronized (kept.checkpoints()) {
      // No statement of the catalog and no epoch comes between the log's two segments.
      Checkpoints.Content content =
          kept.catalog()
              .undisturbed(
                  statements ->
                      pipeline.atBorder(
                          snapshot ->
                              new Checkpoints.Content(
                                  kept.checkpoints().beginSegment(),
                                  statements,
                                  snapshot,
                                  tables(catalog))));
      return kept.checkpoints().write(content);
    }
  }

  private static List<String> tables(Catalog catalog) {
    List<String> tables = new ArrayList<>(List.of(TableCommits.NAME));
    catalog.contents().relations().stream()
        .filter(relation -> relation instanceof CatalogTable table && table.isManaged())
        .forEach(relation -> tables.add(relation.name().toString()));
    return tables;
  }

  @Override
  public void close() {
    if (files != null) {
      files.timer().shutdownNow();
      try {
        // A checkpoint that is being written goes on to its end.
        if (!files.timer().awaitTermination(1, TimeUnit.MINUTES)) {
          warnings.accept("the last checkpoint was not finished");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      files.journal().close();
      files.directory().close();
    }
  }
}
