package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.request.References;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.topics.Topics;

/** The tables of the topology, filled without Kafka. */
public final class KnownReferences {

    private final ReferenceTables tables = new ReferenceTables();

    public References references() {
        return tables;
    }

    public void put(Profile profile) {
        tables.putProfile(profile.arn(), Topics.PROFILES.codec().encode(profile));
    }

    public void put(Project project) {
        tables.putProject(project.id(), Topics.PROJECTS.codec().encode(project));
    }

    public void put(RateSchedule schedule) {
        tables.putRateRecord(schedule.model(), Topics.RATE_CARDS.codec().encode(schedule));
    }

    public void put(DiscountSchedule schedule) {
        tables.putRateRecord(
                DiscountSchedule.KEY_PREFIX + schedule.account(),
                Topics.RATE_CARDS.codec().encode(schedule));
    }
}
