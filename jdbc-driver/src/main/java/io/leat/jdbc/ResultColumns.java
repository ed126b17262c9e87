package io.leat.jdbc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.proto.Common;

/** What a signature says of a result's columns, in all forms that results need. Immutable. */
final class ResultColumns {
  private final ByteString wire;
  private final Meta.Signature signature;
  private final LeatResultSetMetaData metaData;
  private final List<String> labels;
  private final List<ColumnType> types;

  private ResultColumns(Common.Signature signature, ByteString wire) {
    this.wire = wire;
    this.signature = Meta.Signature.fromProto(signature);
    this.metaData = new LeatResultSetMetaData(signature);
    this.labels = signature.getColumnsList().stream().map(Common.ColumnMetaData::getLabel).toList();
    this.types =
        signature.getColumnsList().stream().map(each -> ColumnType.of(each.getType())).toList();
  }

  static ResultColumns of(Common.Signature signature) {
    return new ResultColumns(signature, signature.toByteString());
  }

  /** Those of a serialized signature, which is copied: it may be a part of a large answer. */
  static ResultColumns of(ByteString wire) throws InvalidProtocolBufferException {
    return new ResultColumns(
        Common.Signature.parseFrom(wire), ByteString.copyFrom(wire.asReadOnlyByteBuffer()));
  }

  /** Whether a serialized signature says the same, byte by byte. */
  boolean areThoseOf(ByteString signatureOnWire) {
    return wire.equals(signatureOnWire);
  }

  Meta.Signature signature() {
    return signature;
  }

  LeatResultSetMetaData metaData() {
    return metaData;
  }

  List<String> labels() {
    return labels;
  }

  List<ColumnType> types() {
    return types;
  }
}
