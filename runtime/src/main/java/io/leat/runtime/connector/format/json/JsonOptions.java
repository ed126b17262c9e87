package io.leat.runtime.connector.format.json;

import java.util.Optional;

/**
 * What a table's {@code json.…} options say.
 *
 * @param dateEnd what stands between date and time when timestamps are written
 * @param dropNullKeys whether entries whose key is NULL are left out when maps are written
 * @param nullKey the key that is written for NULL; empty where that is an error
 */
record JsonOptions(
    boolean failOnMissingField,
    boolean ignoreErrors,
    char dateEnd,
    boolean dropNullKeys,
    Optional<String> nullKey,
    boolean plainDecimals,
    boolean ignoreNullFields) {}
