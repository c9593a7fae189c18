import site, sys
print(site.ENABLE_USER_SITE, site.PREFIXES, 'usercustomize' in sys.modules)
