package io.bedrockmeter.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom: services meet on topics, and only the all-in-one sees them all. */
final class DependencyDirectionTest {

    private static final String OURS = "io.bedrockmeter.";
    private static final List<String> SERVICES = List.of("ingest", "metering", "alerts");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.bedrockmeter");

    private static String[] packages(List<String> modules) {
        return modules.stream().map(module -> OURS + module + "..").toArray(String[]::new);
    }

    private static void mayNotKnow(String module, List<String> others) {
        noClasses()
                .that()
                .resideInAPackage(OURS + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void every_module_is_looked_at() {
        for (String module : List.of("schemas", "runtime", "metering", "standalone")) {
            assertThat(CLASSES.stream().anyMatch(type -> type.getPackageName().startsWith(OURS + module)))
                    .as(module)
                    .isTrue();
        }
    }

    @Test
    void the_contract_knows_nothing_of_ours() {
        mayNotKnow("schemas", List.of("runtime", "ingest", "metering", "alerts", "standalone"));
    }

    @Test
    void what_services_share_knows_the_contract_only() {
        mayNotKnow("runtime", List.of("ingest", "metering", "alerts", "standalone"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "metering", "alerts"})
    void services_do_not_know_each_other(String service) {
        mayNotKnow(
                service,
                SERVICES.stream().filter(other -> !other.equals(service)).toList());
        mayNotKnow(service, List.of("standalone"));
    }

    @Test
    void values_know_neither_their_wire_form_nor_the_topics() {
        noClasses()
                .that()
                .resideInAnyPackage("io.bedrockmeter.schemas.model", "io.bedrockmeter.schemas.money")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache..",
                        "com.fasterxml..",
                        "io.bedrockmeter.schemas.codec",
                        "io.bedrockmeter.schemas.topics")
                .check(CLASSES);
    }

    @Test
    void only_the_embedded_broker_knows_the_server_classes_of_kafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.bedrockmeter.standalone.kafka")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "kafka..",
                        "org.apache.kafka.server..",
                        "org.apache.kafka.metadata..",
                        "org.apache.kafka.raft..")
                .check(CLASSES);
    }
}
