package io.leat.server.engine;

import io.leat.runtime.durable.JournalRecord;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.pipeline.Pipeline;
import io.leat.runtime.local.pipeline.Snapshot;
import io.leat.runtime.relation.Entries;
import io.leat.sql.PlannedStatement;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogIndex;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.TemporaryObjects;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does what a log says: statements change the catalog, rows go into tables. Views are filled at the
 * end, when all tables are as they were.
 */
final class Restoration implements Consumer<JournalRecord> {
  /** Epochs that are done again at once. */
  private static final int EPOCHS = 1024;

  /** Parts of a checkpoint's rows that are put into a table at once. */
  private static final int PARTS = 1024;

  private final Catalog catalog;
  private final Planner planner;
  private final Pipeline pipeline;
  private final StoredRelations relations;
  private final CatalogJournal journal;
  private final CatalogChanges changes;
  private final Consumer<String> warnings;
  private final List<Pipeline.Past> epochs = new ArrayList<>();
  private final List<JournalRecord.Part> parts = new ArrayList<>();
  private final Map<ObjectName, View> views = new LinkedHashMap<>();
  private final List<CatalogIndex> indexes = new ArrayList<>();

  /** Views that could not be filled. */
  private final Set<ObjectName> failed = new LinkedHashSet<>();

  private @Nullable Snapshot atCheckpoint;

  /** The epoch of which not all records have come yet, and what has come. */
  private long openEpoch;

  private Map<String, List<Entries>> openRows = new LinkedHashMap<>();

  private record View(PlannedStatement.CreateMaterializedView create, ZoneId zone) {}

  Restoration(
      Catalog catalog,
      Planner planner,
      Pipeline pipeline,
      StoredRelations relations,
      CatalogJournal journal,
      Consumer<String> warnings) {
    this.catalog = catalog;
    this.planner = planner;
    this.pipeline = pipeline;
    this.relations = relations;
    this.journal = journal;
    this.warnings = warnings;
    this.changes = new CatalogChanges(catalog, new TemporaryObjects(), relations);
  }

  @Override
  public void accept(JournalRecord record) {
    if (record instanceof JournalRecord.Statement statement) {
      flush();
      execute(statement);
    } else if (record instanceof JournalRecord.Part part) {
      if (!parts.isEmpty()
          && (parts.size() == PARTS || !parts.get(0).table().equals(part.table()))) {
        flush();
      }
      parts.add(part);
    } else if (record instanceof JournalRecord.Rows rows) {
      accept(rows);
    } else if (record instanceof JournalRecord.End) {
      flush();
      atCheckpoint = pipeline.snapshot();
    } else if (record instanceof JournalRecord.Reserved reserved) {
      flush();
      pipeline.skipTo(reserved.epoch());
    }
  }

  /** Tables as the checkpoint had them; null if there was none. */
  @Nullable Snapshot atCheckpoint() {
    return atCheckpoint;
  }

  private void accept(JournalRecord.Rows rows) {
    if (rows.epoch() != openEpoch) {
      // What there was of another one had failed before it was whole.
      openRows = new LinkedHashMap<>();
      openEpoch = rows.epoch();
    }
    for (JournalRecord.Part part : rows.parts()) {
      openRows.computeIfAbsent(part.table(), table -> new ArrayList<>()).add(part.rows());
    }
    if (rows.last()) {
      epochs.add(new Pipeline.Past(openEpoch, openRows));
      openRows = new LinkedHashMap<>();
      if (epochs.size() == EPOCHS) {
        flush();
      }
    }
  }

  private void flush() {
    if (!parts.isEmpty()) {
      pipeline.load(parts.get(0).table(), parts.stream().map(JournalRecord.Part::rows).toList());
      parts.clear();
    }
    if (!epochs.isEmpty()) {
      pipeline.replay(List.copyOf(epochs));
      epochs.clear();
    }
  }

  private void execute(JournalRecord.Statement statement) {
    ZoneId zone = ZoneId.of(statement.zone());
    PlannerSession session =
        new PlannerSession(
            statement.catalog(),
            statement.database(),
            zone,
            SessionSettings.time(statement.settings()),
            new TemporaryObjects(),
            true);
    PlannedStatement planned = plan(statement, session);
    if (planned instanceof PlannedStatement.CreateMaterializedView create) {
      if (create.orAlter()) {
        catalog.replace(create.view());
      } else {
        catalog.create(create.view(), false);
      }
      views.put(create.view().name(), new View(create, zone));
    } else if (planned instanceof PlannedStatement.CreateIndex create
        && catalog.find(create.index().relation()).orElse(null)
            instanceof CatalogMaterializedView) {
      catalog.createIndex(create.index(), false);
      indexes.add(create.index());
    } else {
      changes.apply(planned);
    }
    journal.changed(zone, statement.settings());
  }

  private PlannedStatement plan(JournalRecord.Statement statement, PlannerSession session) {
    try {
      return planner.plan(statement.sql(), session, List.of());
    } catch (LeatException e) {
      throw new LeatException(
          e.sqlState(),
          "cannot do again what the data directory says: " + statement.sql() + ": " + e.message(),
          null,
          e.hint(),
          e);
    }
  }

  /**
   * Fills the views.
   *
   * @param epoch numbers up to this one have been given to epochs
   */
  void finish(long epoch) {
    flush();
    pipeline.skipTo(epoch);
    relations.forgetStateOfDropped();
    Set<ObjectName> done = new LinkedHashSet<>();
    views.keySet().forEach(view -> fill(view, done));
    for (CatalogIndex index : indexes) {
      if (isThere(index) && !failed.contains(index.relation())) {
        relations.makeIndex(index);
      }
    }
  }

  private boolean isThere(CatalogIndex index) {
    return catalog.findIndex(index.name()).filter(index::equals).isPresent();
  }

  private void fill(ObjectName name, Set<ObjectName> done) {
    View view = views.get(name);
    if (view == null
        || catalog.find(name).orElse(null) != view.create().view()
        || !done.add(name)) {
      return;
    }
    view.create().view().dependencies().forEach(read -> fill(read, done));
    try {
      relations.refill(view.create(), new RunOptions(name.name(), false, view.zone()));
    } catch (LeatException e) {
      String hint = e.hint();
      String why = e.message() + (hint == null ? "" : "; " + hint);
      warnings.accept("materialized view " + name + " cannot be read: " + why);
      relations.makeFailed(
          view.create().view(), indexes.stream().filter(this::isThere).toList(), why);
      failed.add(name);
    }
  }
}
