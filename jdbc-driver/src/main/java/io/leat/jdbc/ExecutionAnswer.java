package io.leat.jdbc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an execution: Avatica's {@code ExecuteResponse} with its one {@code
 * ResultSetResponse}. It is read by hand, since most of it is the signature, and that is mostly the
 * one of the statement's result before: then it is not read at all.
 *
 * @param hasResult whether the statement was executed; if not, the server does not know it any more
 * @param columns null if it gives no rows
 * @param firstFrame its first rows, if it gives rows
 */
record ExecutionAnswer(
    boolean hasResult, @Nullable ResultColumns columns, Common.Frame firstFrame, long updateCount) {

  /**
   * Reads a serialized {@code ExecuteResponse}.
   *
   * @param before the columns of results of the statement before
   */
  static ExecutionAnswer read(ByteString wire, RecentColumns before)
      throws InvalidProtocolBufferException {
    try {
      CodedInputStream in = input(wire);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == Responses.ExecuteResponse.RESULTS_FIELD_NUMBER) {
          return result(in.readBytes(), before);
        }
        in.skipField(tag);
      }
      return new ExecutionAnswer(false, null, Common.Frame.getDefaultInstance(), 0);
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
  }

  private static ExecutionAnswer result(ByteString wire, RecentColumns before) throws IOException {
    ResultColumns columns = null;
    Common.Frame frame = Common.Frame.getDefaultInstance();
    long count = 0;
    CodedInputStream in = input(wire);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Responses.ResultSetResponse.SIGNATURE_FIELD_NUMBER ->
            columns = before.of(in.readBytes());
        case Responses.ResultSetResponse.FIRST_FRAME_FIELD_NUMBER ->
            frame = in.readMessage(Common.Frame.parser(), ExtensionRegistryLite.getEmptyRegistry());
        case Responses.ResultSetResponse.UPDATE_COUNT_FIELD_NUMBER -> count = in.readUInt64();
        default -> in.skipField(tag);
      }
    }
    return new ExecutionAnswer(true, columns, frame, count);
  }

  /** Parts of it are not copied. */
  private static CodedInputStream input(ByteString wire) {
    CodedInputStream in = wire.newCodedInput();
    in.enableAliasing(true);
    return in;
  }
}
