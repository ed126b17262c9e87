package io.leat.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Leat that this is. */
public final class ProductVersion {
  /** As Maven knows it: {@code 0.1.0-SNAPSHOT}. */
  public static final String TEXT = read();

  public static final int MAJOR = part(0);
  public static final int MINOR = part(1);

  private ProductVersion() {}

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in = ProductVersion.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "0.0");
  }

  private static int part(int index) {
    String[] parts = TEXT.split("[.-]");
    return parts.length > index && parts[index].matches("\\d+")
        ? Integer.parseInt(parts[index])
        : 0;
  }
}
