package reeve.simulation;

/** A post that others may answer, boost or flag. */
record Said(long number, Resident author, long at, String topic, boolean open) {

  String id() {
    return "p" + number;
  }
}
