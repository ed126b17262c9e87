package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Functions of web addresses. */
public final class UrlFunctions {
  private static final Slice QUERY = Slice.constant("QUERY");

  private UrlFunctions() {}

  public static void urlEncode(Slice text, Slice out) {
    Utf8.write(URLEncoder.encode(text.toString(), StandardCharsets.UTF_8), out);
  }

  /** NULL (false) if an escape is not valid. */
  public static boolean urlDecode(Slice text, Slice out) {
    try {
      Utf8.write(URLDecoder.decode(text.toString(), StandardCharsets.UTF_8), out);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** NULL (false) if the address is not valid or has no such part. */
  public static boolean parseUrl(Slice address, Slice part, Slice out) {
    String found = part(address, part);
    if (found == null) {
      return false;
    }
    Utf8.write(found, out);
    return true;
  }

  /** The value of a parameter of the query; NULL (false) if there is none. */
  public static boolean parseUrl(Slice address, Slice part, Slice parameter, Slice out) {
    String query = part.sameBytes(QUERY) ? part(address, part) : null;
    if (query == null) {
      return false;
    }
    String start = parameter + "=";
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(start)) {
        Utf8.write(pair.substring(start.length()), out);
        return true;
      }
    }
    return false;
  }

  private static @Nullable String part(Slice address, Slice part) {
    URL url;
    try {
      url = new URL(address.toString());
    } catch (MalformedURLException e) {
      return null;
    }
    return switch (part.toString()) {
      case "HOST" -> url.getHost();
      case "PATH" -> url.getPath();
      case "QUERY" -> url.getQuery();
      case "REF" -> url.getRef();
      case "PROTOCOL" -> url.getProtocol();
      case "FILE" -> url.getFile();
      case "AUTHORITY" -> url.getAuthority();
      case "USERINFO" -> url.getUserInfo();
      default -> null;
    };
  }
}
