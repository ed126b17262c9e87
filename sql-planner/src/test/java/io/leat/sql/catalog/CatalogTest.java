package io.leat.sql.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private final Catalog catalog = new Catalog();

  private static ObjectName name(String name) {
    return new ObjectName(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, name);
  }

  private static CatalogTable table(String name) {
    return new CatalogTable(
        name(name),
        List.of(
            new CatalogTable.Column(
                "a", ScalarType.INTEGER, CatalogTable.Column.Kind.PHYSICAL, Optional.empty(), "")),
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of("connector", "datagen"),
        "",
        Set.of());
  }

  private static CatalogView view(String name, String... reads) {
    return new CatalogView(
        name(name),
        RowSchema.of(new RowSchema.Field("a", ScalarType.INTEGER)),
        "SELECT 1 AS a",
        "",
        Set.of(Arrays.stream(reads).map(CatalogTest::name).toArray(ObjectName[]::new)),
        Set.of());
  }

  @Test
  void dropOfWhatViewsReadNeedsCascade() {
    catalog.create(table("t"), false);
    catalog.create(view("v", "T"), false);
    catalog.create(view("w", "v"), false);
    LeatException refused =
        assertThrows(
            LeatException.class, () -> catalog.drop(CatalogTable.class, name("t"), false, false));
    assertEquals("2BP01", refused.sqlState());
    assertTrue(refused.message().contains("default_database.v"), refused.message());
    assertTrue(refused.message().contains("default_database.w"), refused.message());
    assertEquals(3, catalog.drop(CatalogTable.class, name("T"), false, true).size());
    assertEquals(List.of(), catalog.list(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE));
  }

  @Test
  void aViewDoesNotBecomeItsOwnInput() {
    catalog.create(table("t"), false);
    catalog.create(view("v", "t"), false);
    catalog.create(view("w", "v"), false);
    assertThrows(LeatException.class, () -> catalog.replace(view("v", "w")));
    catalog.replace(view("w", "t"));
    assertEquals(List.of(name("v"), name("w")), catalog.dependants(name("t")));
  }

  @Test
  void namesAreTakenWhateverTheirCase() {
    assertTrue(catalog.create(table("t"), false));
    assertFalse(catalog.create(view("T"), true));
    assertThrows(LeatException.class, () -> catalog.create(view("T"), false));
    assertEquals("t", catalog.find(name("T")).orElseThrow().name().name());
  }

  @Test
  void databasesHoldTheirOwnTables() {
    assertTrue(catalog.createDatabase(Catalog.DEFAULT_CATALOG, "other", false));
    ObjectName inside = new ObjectName(Catalog.DEFAULT_CATALOG, "other", "t");
    catalog.create(
        new CatalogTable(
            inside,
            table("t").columns(),
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of("connector", "print"),
            "",
            Set.of()),
        false);
    catalog.create(table("t"), false);
    assertThrows(
        LeatException.class,
        () -> catalog.dropDatabase(Catalog.DEFAULT_CATALOG, "OTHER", false, false));
    assertTrue(catalog.dropDatabase(Catalog.DEFAULT_CATALOG, "OTHER", false, true));
    assertTrue(catalog.find(inside).isEmpty());
    assertTrue(catalog.find(name("t")).isPresent());
  }

  @Test
  void oneOfManyCreatesAName() throws Exception {
    int threads = 8;
    int names = 200;
    AtomicInteger created = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  for (int n = 0; n < names; n++) {
                    if (catalog.create(table("t" + n), true)) {
                      created.incrementAndGet();
                    }
                    try {
                      catalog.create(view("v" + n, "t" + n), true);
                      catalog.drop(CatalogTable.class, name("t" + n), true, false);
                    } catch (LeatException expected) {
                      assertTrue(
                          Set.of("2BP01", "42P01").contains(expected.sqlState()),
                          expected.sqlState());
                    }
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      pool.shutdown();
    }
    assertEquals(names, created.get());
    for (Relation relation : catalog.list(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE)) {
      if (relation instanceof CatalogView view) {
        view.dependencies().forEach(read -> assertTrue(catalog.find(read).isPresent()));
      }
    }
  }
}
