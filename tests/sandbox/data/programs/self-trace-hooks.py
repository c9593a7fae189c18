import sys
print(sys.gettrace(), sys.getprofile(), sys.monitoring.get_tool(0))
