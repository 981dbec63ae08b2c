package reeve.ledger;

/**
 * One thing that is wrong.
 *
 * @param place the published file, or what else it is about
 * @param words a plain sentence
 */
public record Finding(Fault fault, String place, String words) {
  @Override
  public String toString() {
    return fault + " " + place + ": " + words;
  }
}
