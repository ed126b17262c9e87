package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/** The character set of one call site. */
public final class CharsetMemo {
  private @Nullable Slice constant;
  private String name = "";
  private Charset charset = StandardCharsets.UTF_8;

  Charset charset(Slice charsetName) {
    if (charsetName != constant) {
      String wanted = charsetName.toString();
      if (!wanted.equals(name)) {
        charset = named(wanted);
        name = wanted;
      }
      constant = charsetName.isConstant() ? charsetName : null;
    }
    return charset;
  }

  private static Charset named(String name) {
    try {
      return Charset.forName(name.trim());
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE,
          "unknown character set '" + name + "': UTF-8, UTF-16, ISO-8859-1, US-ASCII are some");
    }
  }
}
