package io.leat.runtime.testing;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Lets jqwik's properties begin where all random tests do, see {@link Seeds}; {@code
 * -Djqwik.seed=…} repeats a run. Found by its entry in {@code META-INF/services}.
 */
public final class StandardSeed implements AroundPropertyHook {
  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    if (context.attributes().seed().isEmpty()) {
      context.attributes().setSeed(String.valueOf(Seeds.of("jqwik.seed")));
    }
    return property.execute();
  }
}
