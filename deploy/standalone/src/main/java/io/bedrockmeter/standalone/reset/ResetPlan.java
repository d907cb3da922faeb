package io.bedrockmeter.standalone.reset;

import io.bedrockmeter.runtime.streams.LocalState;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reset removes.
 *
 * @param groups consumer groups whose positions are forgotten, with those that do not exist
 * @param deleted internal topics that are deleted; services create them again
 * @param emptied topics of results whose records are deleted; the topics stay, with their settings
 * @param withdrawn compacted topics of results whose keys are deleted, each by a record that says so
 * @param local state on the disk of this machine
 */
record ResetPlan(
        List<String> groups,
        List<String> deleted,
        List<String> emptied,
        List<String> withdrawn,
        List<LocalState> local) {

    ResetPlan {
        groups = List.copyOf(groups);
        deleted = List.copyOf(deleted);
        emptied = List.copyOf(emptied);
        withdrawn = List.copyOf(withdrawn);
        local = List.copyOf(local);
    }

    /** What is done, a line each, in this order. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        groups.forEach(group -> lines.add("forget the position of consumer group " + group));
        deleted.forEach(topic -> lines.add("delete internal topic " + topic));
        emptied.forEach(topic -> lines.add("delete all records of topic " + topic));
        withdrawn.forEach(topic -> lines.add("delete all keys of topic " + topic));
        local.forEach(state -> lines.add("delete local state " + state.directory()));
        return lines;
    }
}
