package io.github.graphattach;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The arrows between the packages. A rule about a package that has no class yet holds. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.github.graphattach";

    private static final Set<String> PACKAGES = Set.of(
            "item",
            "content",
            "upload",
            "mail",
            "graph",
            "session",
            "mailbox",
            "component",
            "spring",
            "emulator",
            "app",
            "refusal");

    private static final Set<String> STATE = Set.of("UploadState", "Attached", "Transfer", "Ranges", "Tries");

    private static final Set<String> SAID = Set.of("MailDraft", "InvalidRecipientsException");

    private static final String STAGE = ROOT + ".upload.Stage";

    @ArchTest
    static final ArchRule itemOnlyRefuses = uses("item", "refusal");

    @ArchTest
    static final ArchRule contentOnlyRefuses = uses("content", "refusal");

    @ArchTest
    static final ArchRule sessionOnlyRefuses = uses("session", "refusal");

    @ArchTest
    static final ArchRule mailboxOnlyRefuses = uses("mailbox", "refusal");

    @ArchTest
    static final ArchRule refusalKnowsNoOtherPackage = uses("refusal");

    /** An emulator that shared code with the client would prove nothing about the client. */
    @ArchTest
    static final ArchRule emulatorKnowsNoOtherPackage = uses("emulator");

    @ArchTest
    static final ArchRule graphKnowsItems = uses("graph", "item");

    @ArchTest
    static final ArchRule uploadKnowsThePartsOfAnUpload =
            uses("upload", "graph", "content", "session", "mailbox", "item");

    @ArchTest
    static final ArchRule mailKnowsWhereItIsKeptAndHowRequestsAreTried =
            uses("mail", "upload", "graph", "session", "mailbox", "item", "refusal");

    @ArchTest
    static final ArchRule componentKnowsTheEngineAndItsParts =
            uses("component", "mail", "upload", "graph", "content", "session", "mailbox", "item", "refusal");

    /** Each stage writes the state and says which stage is next; the state knows none of them. */
    @ArchTest
    static final ArchRule theStateOfAnUploadKnowsNoStage = noClasses()
            .that()
            .resideInAPackage(inside("upload"))
            .and(describe("are the state or a part of it", type -> STATE.contains(type.getSimpleName())))
            .should()
            .dependOnClassesThat(describe("are stages", type -> type.isAssignableTo(STAGE) && !type.isInterface()));

    @ArchTest
    static final ArchRule springKnowsTheComponent = uses("spring", "component", "refusal");

    @ArchTest
    static final ArchRule onlySpringKnowsSpring = noClasses()
            .that()
            .resideOutsideOfPackage(inside("spring"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule applicationKnowsTheComponentTheStoreItGivesItAndTheEmulator =
            uses("app", "component", "mail", "session", "emulator", "upload", "refusal");

    @ArchTest
    static final ArchRule applicationSeesOfMailsOnlyWhatTheySay = noClasses()
            .that()
            .resideInAPackage(inside("app"))
            .should()
            .dependOnClassesThat(resideInAPackage(inside("mail"))
                    .and(describe("are not what a mail says", type -> !SAID.contains(type.getSimpleName()))));

    @ArchTest
    static final ArchRule applicationSeesOfTheEngineOnlyWhatItTellsListeners = noClasses()
            .that()
            .resideInAPackage(inside("app"))
            .should()
            .dependOnClassesThat(resideInAPackage(inside("upload")).and(not(toldToListeners())))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageIsNamedAbove = classes()
            .should()
            .resideInAnyPackage(PACKAGES.stream().map(ArchitectureTest::inside).toArray(String[]::new));

    /** The emulator is here too because its jar has to run without Camel. */
    @ArchTest
    static final ArchRule onlyTheFaceTheRequestsAndTheApplicationKnowCamel = noClasses()
            .that()
            .resideOutsideOfPackages(inside("component"), inside("graph"), inside("spring"), inside("app"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule onlyTheFaceAndTheApplicationKnowExchanges = noClasses()
            .that()
            .resideOutsideOfPackages(inside("component"), inside("app"))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.camel.Exchange");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(be(describe("in a package that is @NullMarked", type -> type.getPackage()
                    .isAnnotatedWith(NullMarked.class))));

    /** Classes of {@code from} depend, inside the project, on themselves and on {@code to} only. */
    private static ArchRule uses(String from, String... to) {
        var allowed = Set.of(to);
        var others = PACKAGES.stream()
                .filter(name -> !name.equals(from) && !allowed.contains(name))
                .map(ArchitectureTest::inside)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(inside(from))
                .should()
                .dependOnClassesThat(resideInAnyPackage(others))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> toldToListeners() {
        return describe("are the listener or its events", type -> {
            var name = type.getName();
            return name.equals(ROOT + ".upload.UploadListener")
                    || name.equals(ROOT + ".upload.UploadEvent")
                    || name.startsWith(ROOT + ".upload.UploadEvent$");
        });
    }

    private static String inside(String name) {
        return ROOT + "." + name + "..";
    }
}
