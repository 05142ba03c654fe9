# SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
# SPDX-License-Identifier: MIT

# cmake --install: library, headers, plugin, QML module and the find_package(DustEcto) files.

include(CMakePackageConfigHelpers)

set(DUSTECTO_INSTALL_INCLUDEDIR ${CMAKE_INSTALL_INCLUDEDIR}/DustEcto)
set(DUSTECTO_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/DustEcto)
# Qt's own places, so that an installation into Qt's prefix is found with no path set.
set(DUSTECTO_INSTALL_PLUGINDIR ${CMAKE_INSTALL_LIBDIR}/qt6/plugins)
set(DUSTECTO_INSTALL_QMLDIR ${CMAKE_INSTALL_LIBDIR}/qt6/qml)
set(DUSTECTO_INSTALL_TRANSLATIONDIR ${CMAKE_INSTALL_DATADIR}/qt6/translations)

# The components are the packages of cpack (DustEctoPackage.cmake).
function(dust_install_library target)
    install(TARGETS ${target} EXPORT DustEctoTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development
        PUBLIC_HEADER DESTINATION ${DUSTECTO_INSTALL_INCLUDEDIR} COMPONENT development)
endfunction()

dust_install_library(DustEcto)
install(DIRECTORY ${DUSTECTO_INCLUDE_OUTPUT_DIR}/ DESTINATION ${DUSTECTO_INSTALL_INCLUDEDIR} COMPONENT development)
if(DUSTECTO_BUILD_SERVER)
    dust_install_library(DustEctoServer)
    dust_install_library(DustEctoTest)
    install(TARGETS dustd RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
endif()
install(EXPORT DustEctoTargets NAMESPACE DustEcto:: DESTINATION ${DUSTECTO_INSTALL_CMAKEDIR} COMPONENT development)
install(TARGETS dustecto_sqlite LIBRARY DESTINATION ${DUSTECTO_INSTALL_PLUGINDIR}/dustecto COMPONENT plugins)
if(DUSTECTO_BUILD_QML)
    install(DIRECTORY ${DUSTECTO_QML_OUTPUT_DIR}/DustEcto DESTINATION ${DUSTECTO_INSTALL_QMLDIR}
        COMPONENT qml PATTERN "*.so" EXCLUDE PATTERN "Inspector" EXCLUDE)
    install(TARGETS dustectoqml LIBRARY DESTINATION ${DUSTECTO_INSTALL_QMLDIR}/DustEcto COMPONENT qml)
    # With Qt Quick, which the others do without.
    install(DIRECTORY ${DUSTECTO_QML_OUTPUT_DIR}/DustEcto/Inspector DESTINATION ${DUSTECTO_INSTALL_QMLDIR}/DustEcto
        COMPONENT inspector PATTERN "*.so" EXCLUDE)
    install(TARGETS dustectoinspector LIBRARY DESTINATION ${DUSTECTO_INSTALL_QMLDIR}/DustEcto/Inspector COMPONENT inspector)
    install(TARGETS dust-inspect RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT inspector)
    if(DUSTECTO_BUILD_SERVER)
        install(TARGETS dustectoqmltest LIBRARY DESTINATION ${DUSTECTO_INSTALL_QMLDIR}/DustEcto/Test COMPONENT qml)
    endif()
endif()
install(TARGETS dust RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
install(FILES tools/dust/dust.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tools)

configure_package_config_file(cmake/DustEctoConfig.cmake.in ${PROJECT_BINARY_DIR}/DustEctoConfig.cmake
    INSTALL_DESTINATION ${DUSTECTO_INSTALL_CMAKEDIR}
    PATH_VARS DUSTECTO_INSTALL_PLUGINDIR DUSTECTO_INSTALL_QMLDIR DUSTECTO_INSTALL_TRANSLATIONDIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/DustEctoConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/DustEctoConfig.cmake ${PROJECT_BINARY_DIR}/DustEctoConfigVersion.cmake
    DESTINATION ${DUSTECTO_INSTALL_CMAKEDIR} COMPONENT development)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT development)

if(PROJECT_IS_TOP_LEVEL)
    include(${CMAKE_CURRENT_LIST_DIR}/DustEctoPackage.cmake)
endif()
