package io.leat.jdbc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.calcite.avatica.proto.Common;

/** Writes Avatica's {@code WireMessage}, a message beside the name of its kind, in one go. */
public final class WireEnvelope {
  private WireEnvelope() {}

  /**
   * The bytes of a {@code WireMessage}.
   *
   * @param outer the class that Avatica has such messages in, with the sign behind it: {@code …$}
   */
  public static byte[] wrap(String outer, Message message) {
    String name = outer + message.getClass().getSimpleName();
    int size =
        CodedOutputStream.computeStringSize(Common.WireMessage.NAME_FIELD_NUMBER, name)
            + CodedOutputStream.computeMessageSize(
                Common.WireMessage.WRAPPED_MESSAGE_FIELD_NUMBER, message);
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeString(Common.WireMessage.NAME_FIELD_NUMBER, name);
      out.writeMessage(Common.WireMessage.WRAPPED_MESSAGE_FIELD_NUMBER, message);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }
}
