package io.leat.runtime.connector;

/**
 * An option of a connector.
 *
 * @param key as in {@code WITH ('key' = 'value')}
 * @param required whether a table must give it
 * @param description one line for people
 */
public record ConnectorOption(String key, boolean required, String description) {}
