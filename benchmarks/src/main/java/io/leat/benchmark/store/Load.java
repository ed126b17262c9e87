package io.leat.benchmark.store;

import java.lang.management.ManagementFactory;

/** What else the machine does. */
final class Load {
  private Load() {}

  /** Of the last minute. */
  static double average() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
