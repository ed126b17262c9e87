package io.leat.sql.validate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;

/**
 * Calcite's handlers of metadata by interface, made once for all statements: they keep nothing
 * themselves, and to make them for each is a tenth of the time that planning takes.
 */
final class MetadataHandlers implements MetadataHandlerProvider {
  static final MetadataHandlers SHARED = new MetadataHandlers();

  private final MetadataHandlerProvider maker =
      new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE);
  private final Map<Class<?>, MetadataHandler<?>> made = new ConcurrentHashMap<>();

  private MetadataHandlers() {}

  @Override
  public <H extends MetadataHandler<?>> H handler(Class<H> type) {
    return type.cast(made.computeIfAbsent(type, absent -> maker.handler(type)));
  }
}
