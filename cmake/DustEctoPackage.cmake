# SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
# SPDX-License-Identifier: MIT

# cpack: Debian packages, one for each component of the installation.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "The DustEcto for Qt authors")
set(CPACK_PACKAGE_CONTACT "The DustEcto for Qt authors <dustecto@example.org>")
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX}) # whose library directory is the one that was configured
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL library plugins qml inspector tools development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
# What the programs and libraries are linked to, with dpkg-shlibdeps: also to each other.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_BINARY_DIR}/src/dustecto ${CMAKE_BINARY_DIR}/src/dustserver
    ${CMAKE_BINARY_DIR}/src/dustectotest)

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libdustecto${DUSTECTO_SOVERSION})
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "Ecto-shaped, realtime records over Dust for Qt 6: libraries")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)

set(CPACK_DEBIAN_PLUGINS_PACKAGE_NAME dustecto-storage-sqlite)
set(CPACK_COMPONENT_PLUGINS_DESCRIPTION "DustEcto for Qt: stores and caches in SQLite files")
set(CPACK_DEBIAN_PLUGINS_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_PLUGINS_PACKAGE_DEPENDS libqt6sql6-sqlite)
set(CPACK_COMPONENT_PLUGINS_DEPENDS library)

set(CPACK_DEBIAN_QML_PACKAGE_NAME qml6-module-dustecto)
set(CPACK_COMPONENT_QML_DESCRIPTION "DustEcto for Qt: the QML modules DustEcto and DustEcto.Test")
set(CPACK_DEBIAN_QML_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_QML_PACKAGE_DEPENDS qml6-module-qtqml)
set(CPACK_COMPONENT_QML_DEPENDS library plugins)

set(CPACK_DEBIAN_INSPECTOR_PACKAGE_NAME dustecto-inspector)
set(CPACK_COMPONENT_INSPECTOR_DESCRIPTION "DustEcto for Qt: the QML module DustEcto.Inspector, and dust-inspect")
set(CPACK_DEBIAN_INSPECTOR_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_INSPECTOR_PACKAGE_DEPENDS "qml6-module-qtquick, qml6-module-qtquick-controls, qml6-module-qtquick-layouts, qml6-module-qtquick-templates, qml6-module-qtquick-window, qml6-module-qtqml-workerscript")
set(CPACK_COMPONENT_INSPECTOR_DEPENDS library plugins qml)

set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME dustecto-tools)
set(CPACK_COMPONENT_TOOLS_DESCRIPTION "DustEcto for Qt: dust, the command line, and dustd, a development server")
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION utils)
set(CPACK_COMPONENT_TOOLS_DEPENDS library plugins)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SUGGESTS dustecto-inspector)

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libdustecto-dev)
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "DustEcto for Qt: headers and CMake package")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS qt6-base-dev)
# DustEctoTargets.cmake names the files of all of them.
set(CPACK_COMPONENT_DEVELOPMENT_DEPENDS library plugins qml tools)

include(CPack)
