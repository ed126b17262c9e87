package io.leat.benchmark.spark;

import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The events of one kind: options {@code kind} (person, auction, bid), {@code events} and {@code
 * workers}. Makes only the columns that a query reads.
 */
public final class NexmarkProvider implements TableProvider {
  private static final String PERSON =
      "id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, dateTime TIMESTAMP,"
          + " extra STRING";
  private static final String AUCTION =
      "id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, dateTime TIMESTAMP,"
          + " expires TIMESTAMP, seller BIGINT, category BIGINT, extra STRING";
  private static final String BID =
      "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, dateTime TIMESTAMP, extra STRING";

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return StructType.fromDDL(
        switch (kind(options)) {
          case NexmarkEvents.PERSON -> PERSON;
          case NexmarkEvents.AUCTION -> AUCTION;
          default -> BID;
        });
  }

  private static int kind(CaseInsensitiveStringMap options) {
    return switch (options.get("kind")) {
      case "person" -> NexmarkEvents.PERSON;
      case "auction" -> NexmarkEvents.AUCTION;
      default -> NexmarkEvents.BID;
    };
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new EventTable(schema);
  }

  private static final class EventTable implements Table, SupportsRead {
    private final StructType schema;

    EventTable(StructType schema) {
      this.schema = schema;
    }

    @Override
    public String name() {
      return "nexmark";
    }

    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
      return schema;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return new EventScan(schema, options);
    }
  }

  private static final class EventScan
      implements ScanBuilder, Scan, SupportsPushDownRequiredColumns {
    private final CaseInsensitiveStringMap options;
    private StructType schema;

    EventScan(StructType schema, CaseInsensitiveStringMap options) {
      this.schema = schema;
      this.options = options;
    }

    @Override
    public void pruneColumns(StructType required) {
      schema = required;
    }

    @Override
    public Scan build() {
      return this;
    }

    @Override
    public StructType readSchema() {
      return schema;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
      return new EventStream(
          kind(options),
          schema.fieldNames(),
          options.getLong("events", 0),
          options.getInt("workers", 2));
    }
  }
}
