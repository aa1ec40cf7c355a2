/**
 * Spring Boot: what stands under {@code camel.component.graph-attach} configures the component.
 *
 * <p>Spring is not a dependency of the component's users: nothing outside this package knows it, and nothing of it is loaded
 * without Spring Boot. Only types that Spring Boot 3.5 and 4 share are used.
 */
@NullMarked
package io.github.graphattach.spring;

import org.jspecify.annotations.NullMarked;
