package io.leat.server.engine;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.RunState;
import io.leat.runtime.local.StateReuse;
import io.leat.runtime.local.pipeline.Pipeline;
import io.leat.runtime.local.pipeline.RelationDefinition;
import io.leat.runtime.local.pipeline.RelationVersion;
import io.leat.runtime.local.pipeline.TableCommits;
import io.leat.runtime.local.pipeline.ViewFill;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.PlannedStatement;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogIndex;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps the rows of tables and views in step with the catalog. Safe for use by several threads. */
final class StoredRelations {
  private final Catalog catalog;
  private final Pipeline pipeline;
  private final JobRegistry jobs;
  private final Map<String, ViewFill> filling = new ConcurrentHashMap<>();

  /** By view, the zone in which its query's functions compute. */
  private final Map<String, ZoneId> zones = new ConcurrentHashMap<>();

  private final @Nullable KeptRuns kept;

  /**
   * @param kept keeps the state of views over connectors; null for nowhere
   */
  StoredRelations(Catalog catalog, Pipeline pipeline, JobRegistry jobs, @Nullable KeptRuns kept) {
    this.kept = kept;
    this.catalog = catalog;
    this.pipeline = pipeline;
    this.jobs = jobs;
  }

  static RelationDefinition definition(CatalogTable table) {
    RowSchema schema = table.physicalSchema();
    List<RelationDefinition.Index> indexes = new ArrayList<>();
    for (CatalogTable.Unique unique : table.unique()) {
      indexes.add(
          new RelationDefinition.Index(unique.name(), columns(schema, unique.columns()), true));
    }
    List<Integer> key = columns(schema, table.primaryKey());
    return new RelationDefinition(table.name().toString(), schema, key, !key.isEmpty(), indexes);
  }

  private static List<Integer> columns(RowSchema schema, List<String> names) {
    return names.stream().map(schema::indexOf).toList();
  }

  /**
   * Makes a table and room for its rows; false if it is there already.
   *
   * @param catalogChanged takes the change down
   */
  boolean create(CatalogTable table, boolean ifNotExists, Runnable catalogChanged) {
    if (!catalog.create(table, ifNotExists)) {
      return false;
    }
    // Nobody can write the table before it is known to be there.
    catalogChanged.run();
    if (table.isManaged()) {
      pipeline.createTable(definition(table));
    }
    return true;
  }

  /**
   * Makes a materialized view, or gives one another query, and waits until it is filled.
   *
   * @param stop ends the wait and the view
   */
  void create(
      PlannedStatement.CreateMaterializedView create,
      RunOptions options,
      CompletableFuture<Void> stop) {
    CatalogMaterializedView view = create.view();
    ObjectName name = view.name();
    boolean altered = create.orAlter() && catalog.find(name).isPresent();
    if (altered) {
      catalog.checkReplace(view);
    } else if (!catalog.create(view, create.ifNotExists())) {
      return;
    }
    boolean filled = false;
    try {
      if (kept != null && !altered) {
        // What is left of an earlier one of that name.
        kept.forgetView(name.toString());
      }
      RelationDefinition definition =
          new RelationDefinition(name.toString(), view.schema(), view.key(), false, List.of());
      RunState state = altered ? reused(create, options.zone()) : null;
      ViewFill fill = pipeline.fill(definition, create.circuit(), options.from(state));
      if (filling.putIfAbsent(name.toString(), fill) != null) {
        fill.run().stop();
        throw new LeatException(SqlState.NOT_READY, "view " + name + " is being filled already");
      }
      jobs.register(name.toString(), fill);
      var unused =
          stop.thenRun(
              () -> {
                // A session's end comes here too, when the view has long been readable.
                if (!fill.isDone()) {
                  fill.run().stop();
                }
              });
      fill.finish();
      filled = true;
      if (kept != null && state != null) {
        kept.takenOver(name.toString(), fill.run());
      } else {
        if (kept != null && altered) {
          kept.forgetView(name.toString());
        }
        keep(name.toString(), create, fill);
      }
      zones.put(name.toString(), options.zone());
      if (altered) {
        catalog.replace(view);
      }
    } finally {
      filling.remove(name.toString());
      if (!filled && !altered) {
        catalog.drop(CatalogMaterializedView.class, name, true, true);
      }
    }
  }

  /** What a view that gets another query goes on from; null for the beginning. */
  private @Nullable RunState reused(PlannedStatement.CreateMaterializedView create, ZoneId zone) {
    String name = create.view().name().toString();
    if (kept == null || !mayReuse(create, zone)) {
      return null;
    }
    kept.checkpointView(name);
    RunState state = kept.viewState(name);
    if (state == null || state.finished()) {
      return null;
    }
    StateReuse reuse = StateReuse.of(state.shapes(), create.circuit());
    return reuse.any() ? reuse.from(state) : null;
  }

  /** Whether equal parts of a plan mean the same as they did to the view of before. */
  private boolean mayReuse(PlannedStatement.CreateMaterializedView create, ZoneId zone) {
    return Pipeline.readsConnectors(create.circuit())
        && create.view().functions().isEmpty()
        && zone.equals(zones.get(create.view().name().toString()));
  }

  /**
   * What another query of a view over connectors would keep of its state, and what it would not.
   */
  List<String> explainReuse(PlannedStatement.CreateMaterializedView create, ZoneId zone) {
    if (!Pipeline.readsConnectors(create.circuit())) {
      return List.of();
    }
    RunState state =
        kept != null && mayReuse(create, zone)
            ? kept.viewState(create.view().name().toString())
            : null;
    Map<String, String> shapes = state == null || state.finished() ? Map.of() : state.shapes();
    return StateReuse.of(shapes, create.circuit()).sentences();
  }

  void create(CatalogIndex index, boolean ifNotExists) {
    if (!catalog.createIndex(index, ifNotExists)) {
      return;
    }
    boolean made = false;
    try {
      makeIndex(index);
      made = true;
    } finally {
      if (!made) {
        catalog.dropIndex(index.name(), true);
      }
    }
  }

  /** Makes an index that the catalog knows. */
  void makeIndex(CatalogIndex index) {
    RowSchema schema = pipeline.snapshot().get(index.relation().toString()).definition().schema();
    pipeline.createIndex(index.relation().toString(), definition(index, schema));
  }

  private static RelationDefinition.Index definition(CatalogIndex index, RowSchema schema) {
    return new RelationDefinition.Index(
        index.name().toString(), columns(schema, index.columns()), index.unique());
  }

  /**
   * Makes a view that the catalog knows and that cannot be filled after a restart.
   *
   * @param indexes of it
   * @param why in words of users
   */
  void makeFailed(CatalogMaterializedView view, List<CatalogIndex> indexes, String why) {
    List<RelationDefinition.Index> own =
        indexes.stream()
            .filter(index -> index.relation().equals(view.name()))
            .map(index -> definition(index, view.schema()))
            .toList();
    pipeline.createFailed(
        new RelationDefinition(view.name().toString(), view.schema(), view.key(), false, own), why);
  }

  /** Fills a view that the catalog knows, after a restart. */
  void refill(PlannedStatement.CreateMaterializedView create, RunOptions options) {
    CatalogMaterializedView view = create.view();
    String name = view.name().toString();
    zones.put(name, options.zone());
    RelationDefinition definition =
        new RelationDefinition(name, view.schema(), view.key(), false, List.of());
    RunState state =
        kept != null && Pipeline.readsConnectors(create.circuit())
            ? kept.viewState(name, create.circuit())
            : null;
    if (state != null) {
      // A disk that has lost the end of the log may have the view's checkpoint.
      pipeline.skipTo(state.epoch());
    }
    ViewFill fill = pipeline.fill(definition, create.circuit(), options.from(state));
    jobs.register(name, fill);
    fill.finish();
    keep(name, create, fill);
  }

  private void keep(String name, PlannedStatement.CreateMaterializedView create, ViewFill fill) {
    if (kept != null && Pipeline.readsConnectors(create.circuit())) {
      kept.addView(name, fill.run());
    }
  }

  /** After a restart: forgets the state of views that were dropped. */
  void forgetStateOfDropped() {
    if (kept != null) {
      kept.folders()
          .keepViews(
              catalog.contents().relations().stream()
                  .filter(CatalogMaterializedView.class::isInstance)
                  .map(view -> view.name().toString())
                  .toList());
    }
  }

  void dropIndex(ObjectName name, boolean ifExists) {
    catalog
        .dropIndex(name, ifExists)
        .ifPresent(
            index -> pipeline.dropIndex(index.relation().toString(), index.name().toString()));
  }

  /** What there is of a relation; null if that is nothing, or it is not stored. */
  @Nullable RelationVersion find(ObjectName name) {
    return pipeline.snapshot().relations().get(name.toString());
  }

  /** Whether a view can be read, and how much of it is filled if it cannot be read yet. */
  ViewStatus status(ObjectName view) {
    ViewFill fill = filling.get(view.toString());
    RelationVersion version = find(view);
    if (version == null) {
      return new ViewStatus("FILLING", fill == null ? 0 : fill.progress(), "");
    }
    String failure = version.failure();
    return failure == null
        ? new ViewStatus("RUNNING", 1, "")
        : new ViewStatus("FAILED", 1, failure);
  }

  /**
   * How far a view is.
   *
   * @param progress of its filling, from 0 to 1
   * @param error why it is not kept up to date any more; empty if it is
   */
  record ViewStatus(String status, double progress, String error) {}

  /** Forgets the rows of what the catalog does not know any more. */
  void forgetDropped() {
    Set<String> gone = new HashSet<>(pipeline.snapshot().relations().keySet());
    gone.remove(TableCommits.NAME);
    for (String database : catalog.databases(Catalog.DEFAULT_CATALOG)) {
      for (Relation relation : catalog.list(Catalog.DEFAULT_CATALOG, database)) {
        gone.remove(relation.name().toString());
      }
    }
    filling.forEach(
        (name, fill) -> {
          if (gone.contains(name)) {
            fill.run().stop();
          }
        });
    if (!gone.isEmpty()) {
      pipeline.drop(gone);
      gone.forEach(jobs::forgetView);
      if (kept != null) {
        gone.forEach(kept::forgetView);
      }
    }
  }
}
