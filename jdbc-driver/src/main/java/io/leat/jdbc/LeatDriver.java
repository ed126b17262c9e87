package io.leat.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.jspecify.annotations.Nullable;

/**
 * Connects to {@code jdbc:leat://host:port[/catalog[/database]][?option=value]}, a server, and to
 * {@code jdbc:leat:[directory]}, an engine in this JVM.
 */
public final class LeatDriver extends UnregisteredDriver {

  static {
    try {
      DriverManager.registerDriver(new LeatDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  protected AvaticaFactory createFactory() {
    return new LeatFactory();
  }

  @Override
  protected DriverVersion createDriverVersion() {
    return new DriverVersion(
        "Leat JDBC driver",
        ProductVersion.TEXT,
        "Leat",
        ProductVersion.TEXT,
        false,
        ProductVersion.MAJOR,
        ProductVersion.MINOR,
        ProductVersion.MAJOR,
        ProductVersion.MINOR);
  }

  @Override
  protected String getConnectStringPrefix() {
    return ConnectUrl.PREFIX;
  }

  @Override
  public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Properties given = info == null ? new Properties() : info;
    return factory.newConnection(this, factory, url, given);
  }

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return url != null && url.startsWith(ConnectUrl.PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info)
      throws SQLException {
    ConnectUrl parsed = ConnectUrl.parse(url, info == null ? new Properties() : info);
    return ConnectUrl.OPTIONS.stream()
        .map(name -> new DriverPropertyInfo(name, parsed.options().get(name)))
        .toArray(DriverPropertyInfo[]::new);
  }

  @Override
  public Meta createMeta(AvaticaConnection connection) {
    return new LocalHandles(connection);
  }
}
