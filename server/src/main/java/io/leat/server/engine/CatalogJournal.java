package io.leat.server.engine;

import io.leat.runtime.durable.JournalRecord;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.CatalogIndex;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.statement.CreateText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Says how the catalog has changed in statements that change another one alike. Whatever a user's
 * statement was, what counts is the difference that it made. Safe for use by several threads.
 */
final class CatalogJournal {
  private final Catalog catalog;
  private final Consumer<JournalRecord> log;

  /** What has been taken down, in an order in which it can be made. */
  private Map<Key, Made> known = new LinkedHashMap<>();

  private enum Kind {
    DATABASE,
    FUNCTION,
    TABLE,
    VIEW,
    MATERIALIZED_VIEW,
    INDEX;

    String sql() {
      return name().replace('_', ' ');
    }
  }

  private record Key(Kind kind, ObjectName name) {}

  /** A thing of the catalog, by identity, and the statement that makes it. */
  private record Made(Object thing, JournalRecord.Statement statement) {}

  CatalogJournal(Catalog catalog, Consumer<JournalRecord> log) {
    this.catalog = catalog;
    this.log = log;
  }

  /**
   * Takes down what has changed since the last call.
   *
   * @param zone the time zone in which the changed definitions are meant
   * @param settings with which, by key
   */
  synchronized void changed(ZoneId zone, Map<String, String> settings) {
    Map<Key, Object> now = things();
    List<Key> gone = new ArrayList<>(known.keySet());
    gone.removeAll(now.keySet());
    Collections.reverse(gone);
    for (Key key : gone) {
      log.accept(statement(drop(key), zone, Map.of()));
    }
    Map<Key, Made> next = new LinkedHashMap<>();
    now.forEach(
        (key, thing) -> {
          Made before = known.get(key);
          if (before != null && before.thing() == thing) {
            next.put(key, before);
            return;
          }
          String text = text(key, thing);
          Map<String, String> own = key.kind() == Kind.MATERIALIZED_VIEW ? settings : Map.of();
          JournalRecord.Statement made = statement(text, zone, own);
          if (before == null) {
            log.accept(made);
          } else if (key.kind() == Kind.TABLE || key.kind() == Kind.INDEX) {
            // Another one of the same name: what the old one held is gone.
            log.accept(statement(drop(key), zone, Map.of()));
            log.accept(made);
          } else if (!before.statement().sql().equals(text)
              || !before.statement().settings().equals(own)) {
            log.accept(statement(again(key, text), zone, own));
          }
          next.put(key, new Made(thing, made));
        });
    known = next;
  }

  /** Runs something with the statements that make all of it, while nothing is taken down. */
  synchronized <T> T undisturbed(Function<List<JournalRecord.Statement>, T> work) {
    return work.apply(known.values().stream().map(Made::statement).toList());
  }

  private static JournalRecord.Statement statement(
      String sql, ZoneId zone, Map<String, String> settings) {
    return new JournalRecord.Statement(
        sql, Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, zone.getId(), settings);
  }

  private static String drop(Key key) {
    String drop = "DROP " + key.kind().sql() + " IF EXISTS ";
    return switch (key.kind()) {
      case DATABASE -> drop + database(key) + " CASCADE";
      case INDEX -> drop + key.name().quoted();
      default -> drop + key.name().quoted() + " CASCADE";
    };
  }

  private static String database(Key key) {
    return ObjectName.quote(key.name().catalog()) + "." + ObjectName.quote(key.name().database());
  }

  /** What there is, after all that it depends on. */
  private Map<Key, Object> things() {
    Catalog.Contents contents = catalog.contents();
    Map<Key, Object> things = new LinkedHashMap<>();
    for (String database : contents.databases()) {
      ObjectName name = new ObjectName(Catalog.DEFAULT_CATALOG, database, database);
      // A name is all that a database has.
      things.put(new Key(Kind.DATABASE, name), database.intern());
    }
    Map<ObjectName, CatalogFunction> functions = new LinkedHashMap<>();
    contents.functions().forEach(function -> functions.put(function.name(), function));
    Map<ObjectName, Relation> relations = new LinkedHashMap<>();
    contents.relations().forEach(relation -> relations.put(relation.name(), relation));
    functions.values().forEach(function -> add(function, functions, things));
    relations.values().forEach(relation -> add(relation, relations, contents.indexes(), things));
    return things;
  }

  private static void add(
      CatalogFunction function, Map<ObjectName, CatalogFunction> all, Map<Key, Object> things) {
    Key key = new Key(Kind.FUNCTION, function.name());
    if (things.containsKey(key)) {
      return;
    }
    for (ObjectName used : function.functions()) {
      CatalogFunction other = all.get(used);
      if (other != null && other != function) {
        add(other, all, things);
      }
    }
    things.put(key, function);
  }

  /** A relation and its indexes: those who read it may find its rows by them. */
  private static void add(
      Relation relation,
      Map<ObjectName, Relation> all,
      List<CatalogIndex> indexes,
      Map<Key, Object> things) {
    Key key = new Key(kind(relation), relation.name());
    if (things.containsKey(key)) {
      return;
    }
    for (ObjectName read : relation.dependencies()) {
      Relation other = all.get(read);
      if (other != null) {
        add(other, all, indexes, things);
      }
    }
    things.put(key, relation);
    indexes.stream()
        .filter(index -> index.relation().equals(relation.name()))
        .forEach(index -> things.put(new Key(Kind.INDEX, index.name()), index));
  }

  private static Kind kind(Relation relation) {
    if (relation instanceof CatalogMaterializedView) {
      return Kind.MATERIALIZED_VIEW;
    }
    return relation instanceof CatalogView ? Kind.VIEW : Kind.TABLE;
  }

  private static String text(Key key, Object thing) {
    if (thing instanceof CatalogTable table) {
      return CreateText.of(table, false);
    } else if (thing instanceof CatalogView view) {
      return CreateText.of(view, false);
    } else if (thing instanceof CatalogMaterializedView view) {
      return CreateText.of(view);
    } else if (thing instanceof CatalogFunction function) {
      return CreateText.of(function, false);
    } else if (thing instanceof CatalogIndex index) {
      return CreateText.of(index);
    }
    return "CREATE DATABASE IF NOT EXISTS " + database(key);
  }

  /** The statement that puts a thing in the place of one of its name. */
  private static String again(Key key, String text) {
    String rest = text.substring("CREATE ".length());
    return switch (key.kind()) {
      case VIEW, FUNCTION -> "CREATE OR REPLACE " + rest;
      case MATERIALIZED_VIEW -> "CREATE OR ALTER " + rest;
      default -> text;
    };
  }
}
