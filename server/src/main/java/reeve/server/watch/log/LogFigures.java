package reeve.server.watch.log;

/**
 * How the log stands.
 *
 * @param begin the first offset that is kept
 * @param end the offset after the last event
 * @param bytes of all segments
 * @param raw closed segments that wait to be sealed
 * @param sealed segments
 * @param sources with sequences
 * @param ids that are remembered
 * @param idsForgotten that left before their 24 hours, for want of room, since the start
 * @param droppedByAge events that left after their time, since the start
 * @param droppedBySize events that left for want of room, since the start
 * @param marks what is marked to leave
 * @param erased events whose content left the files, since the start
 * @param failures times that sealing, saving or dropping failed and was put off, since the start
 * @param cut bytes of a torn tail that the start cut off
 */
public record LogFigures(
    long begin,
    long end,
    long bytes,
    int raw,
    int sealed,
    int sources,
    int ids,
    long idsForgotten,
    long droppedByAge,
    long droppedBySize,
    int marks,
    long erased,
    long failures,
    long cut) {}
