package io.leat.runtime.circuit;

/**
 * Where a user's class is.
 *
 * @param jar the path of its jar; empty for the engine's own class path
 * @param digest what the jar held when the function was made; empty without a jar
 * @param className the binary name: {@code com.acme.Functions$Mask}
 */
public record UserCode(String jar, String digest, String className) {}
