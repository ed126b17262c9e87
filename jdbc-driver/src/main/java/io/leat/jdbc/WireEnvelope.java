package io.leat.jdbc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.calcite.avatica.proto.Common;

/**
 * Writes Avatica's {@code WireMessage}, a message beside the name of its kind, in one go. Safe for
 * use by several threads.
 */
public final class WireEnvelope {
  /** The kinds' names as they are written. */
  private final ClassValue<ByteString> names;

  /**
   * @param outer the class that Avatica has such messages in, with the sign behind it: {@code …$}
   */
  public WireEnvelope(String outer) {
    names =
        new ClassValue<>() {
          @Override
          protected ByteString computeValue(Class<?> kind) {
            return ByteString.copyFromUtf8(outer + kind.getSimpleName());
          }
        };
  }

  /** The bytes of a {@code WireMessage}. */
  public byte[] wrap(Message message) {
    ByteString name = names.get(message.getClass());
    int size =
        CodedOutputStream.computeBytesSize(Common.WireMessage.NAME_FIELD_NUMBER, name)
            + CodedOutputStream.computeMessageSize(
                Common.WireMessage.WRAPPED_MESSAGE_FIELD_NUMBER, message);
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeBytes(Common.WireMessage.NAME_FIELD_NUMBER, name);
      out.writeMessage(Common.WireMessage.WRAPPED_MESSAGE_FIELD_NUMBER, message);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }
}
