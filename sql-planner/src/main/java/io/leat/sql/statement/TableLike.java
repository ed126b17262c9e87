package io.leat.sql.statement;

import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogTable.Column;
import io.leat.sql.catalog.CatalogTable.Watermark;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.parse.ast.LikeClause;
import io.leat.sql.parse.ast.LikeOption;
import io.leat.sql.parse.ast.LikeOption.Feature;
import io.leat.sql.parse.ast.LikeOption.Merge;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;

/** What CREATE TABLE … LIKE takes over, and what the new declaration may replace. */
final class TableLike {
  private final Map<Feature, Merge> merges = new EnumMap<>(Feature.class);

  TableLike(LikeClause clause) {
    for (Feature feature : Feature.values()) {
      merges.put(feature, feature == Feature.OPTIONS ? Merge.OVERWRITING : Merge.INCLUDING);
    }
    for (SqlNode node : clause.options()) {
      LikeOption option = (LikeOption) node;
      if (option.feature() == Feature.ALL) {
        merges.replaceAll((feature, merge) -> option.merge());
      }
    }
    for (SqlNode node : clause.options()) {
      LikeOption option = (LikeOption) node;
      merges.put(option.feature(), option.merge());
    }
  }

  private Merge of(Feature feature) {
    return merges.getOrDefault(feature, Merge.INCLUDING);
  }

  private boolean taken(Feature feature) {
    return of(feature) != Merge.EXCLUDING;
  }

  Inherited inherit(CatalogTable source) {
    List<Column> columns =
        source.columns().stream()
            .filter(
                column ->
                    switch (column.kind()) {
                      case PHYSICAL -> true;
                      case COMPUTED -> taken(Feature.GENERATED);
                      case METADATA, METADATA_VIRTUAL -> taken(Feature.METADATA);
                    })
            .toList();
    return new Inherited(
        columns,
        taken(Feature.CONSTRAINTS) ? source.primaryKey() : List.of(),
        taken(Feature.WATERMARKS) ? source.watermark() : Optional.empty(),
        taken(Feature.PARTITIONS) ? source.partitionKeys() : List.of(),
        taken(Feature.OPTIONS) ? source.options() : Map.of(),
        taken(Feature.GENERATED) || taken(Feature.WATERMARKS) ? source.functions() : Set.of(),
        taken(Feature.CONSTRAINTS) ? Optional.of(source) : Optional.empty(),
        Map.copyOf(merges));
  }

  /**
   * The parts of the source table that the new one begins with.
   *
   * @param constraints the table whose UNIQUE and CHECK are taken over
   */
  record Inherited(
      List<Column> columns,
      List<String> primaryKey,
      Optional<Watermark> watermark,
      List<String> partitionKeys,
      Map<String, String> options,
      Set<ObjectName> functions,
      Optional<CatalogTable> constraints,
      Map<Feature, Merge> merges) {

    static final Inherited NONE =
        new Inherited(
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            Map.of(),
            Set.of(),
            Optional.empty(),
            Map.of());

    boolean mayOverwrite(Column column) {
      return columns.contains(column)
          && switch (column.kind()) {
            case PHYSICAL -> false;
            case COMPUTED -> merges.get(Feature.GENERATED) == Merge.OVERWRITING;
            case METADATA, METADATA_VIRTUAL -> merges.get(Feature.METADATA) == Merge.OVERWRITING;
          };
    }

    boolean mayOverwriteWatermark() {
      return watermark.isPresent() && merges.get(Feature.WATERMARKS) == Merge.OVERWRITING;
    }

    boolean mayOverwriteOptions() {
      return merges.get(Feature.OPTIONS) == Merge.OVERWRITING;
    }
  }
}
