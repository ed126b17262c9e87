package io.leat.server.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rounds of written and of random queries, each with a seed of its own, and what they found. */
final class OracleRun implements AutoCloseable {
  private static final int SHAPE_EPOCHS = 8;
  private static final int RANDOM_EPOCHS = 6;
  private static final int QUERIES_OF_A_ROUND = 12;
  private static final int SHRINKING_TRIES = 200;

  private static final int SCRIPTS_OF_AN_ERROR = 2;

  private final Duck duck = new Duck();
  private final Counts written = new Counts();
  private final Counts random = new Counts();
  private final List<Mismatch> smallest = new ArrayList<>();
  private final Map<String, Set<String>> kinds = new TreeMap<>();
  private final int mostShrunk;
  private int randomQueries;

  /**
   * @param mostShrunk how many mismatches are made small, printed and kept
   */
  OracleRun(int mostShrunk) {
    this.mostShrunk = mostShrunk;
  }

  /** Tables of one kind: all take rows back, all are append-only, they differ, or they end. */
  enum Tables {
    UPDATING,
    APPEND_ONLY,
    MIXED,
    BOUNDED
  }

  /** Runs written queries through one history. */
  void written(List<OracleQuery> shapes, Tables kind, long seed) {
    Random source = new Random(seed);
    List<OracleTable> tables =
        ShapeTables.all().stream()
            .map(
                table ->
                    table.withAppendOnly(
                        kind == Tables.APPEND_ONLY
                            || (kind == Tables.MIXED && source.nextBoolean())))
            .toList();
    boolean bounded = kind == Tables.BOUNDED;
    History history = new Histories(source).of(tables, SHAPE_EPOCHS);
    List<Mismatch> found =
        new Campaign(duck, written)
            .run(tables, bounded ? history.inOneEpoch() : history, bounded, shapes, seed);
    found.forEach(mismatch -> keep(mismatch, Map.of()));
  }

  /** Runs random queries over random tables through one history. */
  void random(long seed) {
    Random source = new Random(seed);
    List<OracleTable> tables = RandomTables.of(source);
    History history = new Histories(source).of(tables, RANDOM_EPOCHS);
    boolean bounded = source.nextInt(5) == 0;
    RandomQueries generator = new RandomQueries(source, tables);
    List<OracleQuery> queries = new ArrayList<>();
    Map<String, Sql> trees = new HashMap<>();
    for (int i = 0; i < QUERIES_OF_A_ROUND; i++) {
      Sql tree = generator.next();
      OracleQuery query = new OracleQuery("random " + seed + "/" + i, tree.toString());
      queries.add(query);
      trees.put(query.name(), tree);
    }
    randomQueries += queries.size();
    List<Mismatch> found =
        new Campaign(duck, random)
            .run(tables, bounded ? history.inOneEpoch() : history, bounded, queries, seed);
    found.forEach(mismatch -> keep(mismatch, trees));
  }

  private void keep(Mismatch mismatch, Map<String, Sql> trees) {
    Set<String> names = kinds.computeIfAbsent(mismatch.kind(), kind -> new TreeSet<>());
    names.add(mismatch.query().name() + (mismatch.bounded() ? ", bounded" : ""));
    boolean error = !mismatch.kind().equals(Mismatch.WRONG_ROWS);
    if (smallest.size() < mostShrunk && (!error || names.size() <= SCRIPTS_OF_AN_ERROR)) {
      Mismatch small =
          new Shrinker(duck, mismatch, SHRINKING_TRIES).shrink(trees.get(mismatch.query().name()));
      smallest.add(small);
      System.out.println("MISMATCH\n" + small + "\n");
    }
  }

  long mismatches() {
    return written.mismatches() + random.mismatches();
  }

  Counts written() {
    return written;
  }

  Counts random() {
    return random;
  }

  int randomQueries() {
    return randomQueries;
  }

  /** The names of mismatched queries, by what went wrong. */
  Map<String, Set<String>> kinds() {
    return kinds;
  }

  /** Some mismatches, made small. */
  List<Mismatch> smallest() {
    return smallest;
  }

  @Override
  public void close() {
    duck.close();
  }
}
