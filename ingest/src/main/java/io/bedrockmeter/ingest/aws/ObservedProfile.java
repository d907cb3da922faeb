package io.bedrockmeter.ingest.aws;

import java.util.Optional;

/**
 * A profile and what was learned about its tags.
 *
 * @param listed the profile
 * @param tags its tags; empty when AWS did not tell them or there cannot be any
 */
record ObservedProfile(ListedProfile listed, Optional<ObservedTags> tags) {}
