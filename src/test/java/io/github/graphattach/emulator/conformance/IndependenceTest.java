package io.github.graphattach.emulator.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** These tests know the emulator and nothing else of the project. */
@AnalyzeClasses(packages = "io.github.graphattach.emulator.conformance")
class IndependenceTest {

    @ArchTest
    static final ArchRule knowsNothingOfTheProjectButTheEmulator = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.github.graphattach..")
                    .and(not(resideInAPackage("io.github.graphattach.emulator.."))));
}
