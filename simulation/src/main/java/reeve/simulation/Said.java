package reeve.simulation;

import org.jspecify.annotations.Nullable;

/** A post that others may answer, boost or flag. */
record Said(
    long number, Resident author, long at, String topic, @Nullable String answers, boolean open) {

  String id() {
    return "p" + number;
  }
}
