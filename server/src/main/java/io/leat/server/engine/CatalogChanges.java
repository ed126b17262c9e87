package io.leat.server.engine;

import io.leat.sql.PlannedStatement;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.catalog.TemporaryObjects;
import java.util.ArrayList;
import java.util.List;

/** Does what DDL statements say, to the engine's catalog or to a session's temporary objects. */
final class CatalogChanges {
  private final Catalog catalog;
  private final TemporaryObjects temporary;
  private final StoredRelations relations;

  private List<ObjectName> droppedToo = List.of();

  CatalogChanges(Catalog catalog, TemporaryObjects temporary, StoredRelations relations) {
    this.relations = relations;
    this.catalog = catalog;
    this.temporary = temporary;
  }

  /** What the last statement has dropped beside what it names, because of CASCADE. */
  List<ObjectName> droppedToo() {
    return droppedToo;
  }

  /** Applies the statement if it is one of DDL, and tells whether it was. */
  boolean apply(PlannedStatement statement) {
    return apply(statement, () -> {});
  }

  /**
   * The same.
   *
   * @param catalogChanged takes changes down that must be known before the statement goes on
   */
  boolean apply(PlannedStatement statement, Runnable catalogChanged) {
    droppedToo = List.of();
    if (statement instanceof PlannedStatement.CreateTable create) {
      create(create, catalogChanged);
    } else if (statement instanceof PlannedStatement.CreateView create) {
      create(create);
    } else if (statement instanceof PlannedStatement.DropTable drop) {
      drop(CatalogTable.class, drop.name(), drop.temporary(), drop.ifExists(), drop.cascade());
    } else if (statement instanceof PlannedStatement.DropView drop) {
      drop(CatalogView.class, drop.name(), drop.temporary(), drop.ifExists(), drop.cascade());
    } else if (statement instanceof PlannedStatement.DropMaterializedView drop) {
      drop(CatalogMaterializedView.class, drop.name(), false, drop.ifExists(), drop.cascade());
    } else if (statement instanceof PlannedStatement.CreateIndex create) {
      relations.create(create.index(), create.ifNotExists());
    } else if (statement instanceof PlannedStatement.DropIndex drop) {
      relations.dropIndex(drop.name(), drop.ifExists());
    } else if (statement instanceof PlannedStatement.CreateFunction create) {
      create(create);
    } else if (statement instanceof PlannedStatement.DropFunction drop) {
      drop(drop);
    } else if (statement instanceof PlannedStatement.CreateDatabase create) {
      catalog.createDatabase(create.catalog(), create.database(), create.ifNotExists());
    } else if (statement instanceof PlannedStatement.DropDatabase drop) {
      List<ObjectName> before = names();
      catalog.dropDatabase(drop.catalog(), drop.database(), drop.ifExists(), drop.cascade());
      forget(before);
    } else {
      return false;
    }
    return true;
  }

  private void create(PlannedStatement.CreateTable create, Runnable catalogChanged) {
    if (create.temporary()) {
      temporary.create(create.table(), create.ifNotExists(), false);
    } else {
      relations.create(create.table(), create.ifNotExists(), catalogChanged);
    }
  }

  private void create(PlannedStatement.CreateView create) {
    if (create.temporary()) {
      temporary.create(create.view(), create.ifNotExists(), create.orReplace());
    } else if (create.orReplace()) {
      catalog.replace(create.view());
    } else {
      catalog.create(create.view(), create.ifNotExists());
    }
  }

  private void create(PlannedStatement.CreateFunction create) {
    if (create.temporary()) {
      temporary.create(create.function(), create.orReplace(), create.ifNotExists());
    } else {
      catalog.create(create.function(), create.orReplace(), create.ifNotExists());
    }
  }

  private void drop(PlannedStatement.DropFunction drop) {
    if (drop.temporary()) {
      temporary.dropFunction(drop.name(), drop.ifExists(), drop.cascade());
    } else {
      List<ObjectName> before = names();
      catalog.dropFunction(drop.name(), drop.ifExists(), drop.cascade());
      forget(before);
    }
  }

  private void drop(
      Class<? extends Relation> type,
      ObjectName name,
      boolean isTemporary,
      boolean ifExists,
      boolean cascade) {
    // A temporary object hides a permanent one, so the plain DROP means what the name means.
    if (isTemporary || temporary.find(name).isPresent()) {
      temporary.drop(type, name, ifExists, cascade);
    } else {
      List<ObjectName> dropped = catalog.drop(type, name, ifExists, cascade);
      droppedToo = dropped.stream().skip(1).toList();
      relations.forgetDropped();
    }
  }

  private List<ObjectName> names() {
    return catalog.contents().relations().stream().map(Relation::name).toList();
  }

  private void forget(List<ObjectName> before) {
    List<ObjectName> gone = new ArrayList<>(before);
    gone.removeAll(names());
    droppedToo = List.copyOf(gone);
    relations.forgetDropped();
  }
}
