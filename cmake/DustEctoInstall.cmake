# SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
# SPDX-License-Identifier: MIT

# cmake --install: library, headers, plugin, QML module and the find_package(DustEcto) files.

include(CMakePackageConfigHelpers)

set(DUSTECTO_INSTALL_INCLUDEDIR ${CMAKE_INSTALL_INCLUDEDIR}/DustEcto)
set(DUSTECTO_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/DustEcto)
# Qt's own places, so that an installation into Qt's prefix is found with no path set.
set(DUSTECTO_INSTALL_PLUGINDIR ${CMAKE_INSTALL_LIBDIR}/qt6/plugins)
set(DUSTECTO_INSTALL_QMLDIR ${CMAKE_INSTALL_LIBDIR}/qt6/qml)

install(TARGETS DustEcto EXPORT DustEctoTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    PUBLIC_HEADER DESTINATION ${DUSTECTO_INSTALL_INCLUDEDIR})
install(DIRECTORY ${DUSTECTO_INCLUDE_OUTPUT_DIR}/ DESTINATION ${DUSTECTO_INSTALL_INCLUDEDIR})
install(EXPORT DustEctoTargets NAMESPACE DustEcto:: DESTINATION ${DUSTECTO_INSTALL_CMAKEDIR})
install(TARGETS dustecto_sqlite LIBRARY DESTINATION ${DUSTECTO_INSTALL_PLUGINDIR}/dustecto)
if(DUSTECTO_BUILD_QML)
    install(DIRECTORY ${DUSTECTO_QML_OUTPUT_DIR}/DustEcto DESTINATION ${DUSTECTO_INSTALL_QMLDIR}
        PATTERN "*.so" EXCLUDE)
    install(TARGETS dustectoqml LIBRARY DESTINATION ${DUSTECTO_INSTALL_QMLDIR}/DustEcto)
endif()

configure_package_config_file(cmake/DustEctoConfig.cmake.in ${PROJECT_BINARY_DIR}/DustEctoConfig.cmake
    INSTALL_DESTINATION ${DUSTECTO_INSTALL_CMAKEDIR}
    PATH_VARS DUSTECTO_INSTALL_PLUGINDIR DUSTECTO_INSTALL_QMLDIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/DustEctoConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/DustEctoConfig.cmake ${PROJECT_BINARY_DIR}/DustEctoConfigVersion.cmake
    DESTINATION ${DUSTECTO_INSTALL_CMAKEDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
